"""Plain words: short sentences, and none of the words that judge (UX §1)."""

from __future__ import annotations

import re
from html import unescape
from statistics import mean

import pytest
from django.test import Client

from tests.intake import outsiders, things
from tests.intake.test_start import pages_of
from tests.intake.things import Answer, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

NEVER_SAID = (
    "alleged", "victim", "complaint", "incident", "accused", "perpetrator", "evidence", "invalid",
)  # fmt: skip
LONGEST, MEAN = 20, 12
BLOCK = re.compile(r"</?(?:p|li|h\d|label|legend|dt|dd|div|button|summary|br|a class)[^>]*>")


def sentences_of(page: Answer) -> list[str]:
    """What somebody reads between <main> and its end, without lists of countries."""
    markup = text_of(page).partition("<main")[2].partition("</main>")[0]
    markup = re.sub(r"<select.*?</select>", "", markup, flags=re.DOTALL)
    blocks = BLOCK.split(markup)
    texts = (unescape(re.sub(r"<[^>]+>", "", block)) for block in blocks)
    return [
        part for text in texts for part in re.split(r"[.?!:;]\s+", text) if len(part.split()) > 3
    ]


def without_code(page: Answer) -> str:
    """The words of a code are drawn from a list, whatever they mean."""
    return re.sub(r'<ol class="code words".*?</ol>', "", text_of(page), flags=re.DOTALL)


def test_sentences_are_short_and_nobody_is_judged(client: Client) -> None:
    place = things.a_place()

    pages = [("start", client.get(place.start)), *pages_of(client, place)]

    lengths: list[int] = []
    for name, page in pages:
        for word in NEVER_SAID:
            assert word not in without_code(page).casefold(), (name, word)
        for sentence in sentences_of(page):
            lengths.append(len(sentence.split()))
            assert lengths[-1] <= LONGEST, (name, sentence)
    assert mean(lengths) <= MEAN


def test_so_are_those_of_a_report_that_goes_outside(client: Client) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    last = outsiders.check(client, place, {"outside_only": "on"})
    people = client.post(place.tell, outsiders.back(last, "people"))
    contact = client.post(place.tell, outsiders.back(people, "contact") | {"outside_only": "on"})

    lengths: list[int] = []
    for page in (people, contact, last, outsiders.send(client, place, last)):
        assert [word for word in NEVER_SAID if word in text_of(page).casefold()] == []
        lengths += [len(sentence.split()) for sentence in sentences_of(page)]
    assert max(lengths) <= LONGEST
    assert mean(lengths) <= MEAN
