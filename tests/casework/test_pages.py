"""One case: reading it, and what is done with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.sealing.secret import Secret
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import SAME_OPENING, close
from evenhand.vault.services.reporting import say
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from tests import make
from tests.make import NOW, Sent

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def sent(ada: Member) -> Sent:
    return make.case([ada], identity=Identity(name=Secret("Kim of the harbour")))


@pytest.fixture
def browser(ada: Member) -> Client:
    return make.browser_of(ada)


def path(sent: Sent, act: str = "") -> str:
    return f"/m/cases/{sent.visit.case_id}{act}"


def shown(browser: Client, sent: Sent) -> str:
    answer = browser.get(path(sent))
    assert answer.status_code == 200
    return answer.content.decode()


def kinds_in(sent: Sent) -> list[Kind]:
    """What was added after the report itself, as its reporter sees it."""
    return [entry.kind for entry in dossier_of(sent.visit).entries[3:]]


def test_the_page_shows_the_report_its_date_and_its_readers(browser: Client, sent: Sent) -> None:
    page = shown(browser, sent)

    assert "Somebody kept following me." in page
    assert "promised by 9 March" in page
    assert "<p>Ada.</p>" in page


def test_who_wrote_it_is_not_on_the_page(browser: Client, sent: Sent) -> None:
    assert "Kim of the harbour" not in shown(browser, sent)


def test_whoever_must_not_learn_of_it_is_named_to_the_readers(ada: Member) -> None:
    ben = make.member(ada.organisation, "Ben")
    sent = make.case([ada], excluded=[ben])

    assert "Must not learn of it:" in shown(make.browser_of(ada), sent)


def test_an_opening_is_recorded_once_in_twelve_hours(
    ada: Member, sent: Sent, clock: time_machine.Traveller
) -> None:
    browser = make.browser_of(ada)
    shown(browser, sent)
    shown(browser, sent)
    assert kinds_in(sent) == [Kind.OPENED]

    clock.shift(SAME_OPENING - timedelta(seconds=1))
    shown(make.browser_of(ada, now=NOW + SAME_OPENING - timedelta(seconds=1)), sent)
    assert kinds_in(sent) == [Kind.OPENED]

    clock.move_to(NOW + SAME_OPENING)
    shown(make.browser_of(ada, now=NOW + SAME_OPENING), sent)
    assert kinds_in(sent) == [Kind.OPENED, Kind.OPENED]


def test_each_reader_has_an_opening_of_their_own(ada: Member) -> None:
    ben = make.member(ada.organisation, "Ben")
    sent = make.case([ada, ben])

    shown(make.browser_of(ada), sent)
    shown(make.browser_of(ben), sent)

    assert [who.name for who, _ in dossier_of(sent.visit).openings] == ["Ada", "Ben"]


def test_a_reply_goes_to_the_reporter_and_back_to_the_page(browser: Client, sent: Sent) -> None:
    answer = browser.post(path(sent, "/reply"), {"reply-text": "We believe you."})

    assert (answer.status_code, answer["Location"]) == (303, path(sent))
    assert "We believe you." in shown(browser, sent)
    assert kinds_in(sent)[0] is Kind.MESSAGE


def test_an_answer_of_the_reporter_is_shown(browser: Client, sent: Sent) -> None:
    say(sent.visit, Secret("It was at the pier."), now=NOW)

    assert "It was at the pier." in shown(browser, sent)


def test_a_note_is_for_readers_only(browser: Client, sent: Sent) -> None:
    answer = browser.post(path(sent, "/note"), {"note-text": "Ask the front desk."})

    assert answer.status_code == 303
    assert "Ask the front desk." in shown(browser, sent)
    assert Kind.NOTE not in kinds_in(sent)


def test_closing_says_a_last_word_and_can_be_taken_back(browser: Client, sent: Sent) -> None:
    ended = {"close-text": "We spoke with them.", "close-finding": "recorded"}
    browser.post(path(sent, "/close"), ended)
    page = shown(browser, sent)
    assert "We spoke with them." in page
    assert "Open this case again" in page
    assert "Close this case" not in page

    assert browser.post(path(sent, "/reopen"))["Location"] == path(sent)
    page = shown(browser, sent)
    assert "Close this case" in page
    assert "Open this case again" not in page


@pytest.mark.parametrize("act", ["reply", "note", "close"])
def test_a_form_in_error_keeps_what_was_typed_and_changes_nothing(
    act: str, browser: Client, sent: Sent
) -> None:
    for typed in ("", "   \n ", "Slowly. " * 12_501):
        answer = browser.post(path(sent, f"/{act}"), {f"{act}-text": typed})

        assert answer.status_code == 422
        assert typed.strip() in answer.content.decode()
        assert 'role="alert"' in answer.content.decode()
    assert kinds_in(sent) == [Kind.OPENED]


def test_a_form_in_error_shows_the_case_so_it_counts_as_an_opening(
    browser: Client, sent: Sent
) -> None:
    browser.post(path(sent, "/reply"), {"reply-text": ""})

    assert dossier_of(sent.visit).has_been_opened


def test_hostile_words_are_only_ever_text(ada: Member, browser: Client) -> None:
    sent = make.case([ada], text="<script>alert(1)</script><img src=x onerror=alert(2)>")
    say(sent.visit, Secret('"><svg onload=alert(3)>'), now=NOW)

    page = shown(browser, sent)

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "<svg" not in page


@pytest.mark.parametrize("act", ["reply", "note", "close", "reopen"])
def test_acts_are_not_done_by_looking(act: str, browser: Client, sent: Sent) -> None:
    assert browser.get(path(sent, f"/{act}")).status_code == 405
    assert kinds_in(sent) == []


def test_a_closed_case_can_still_be_answered(ada: Member, browser: Client, sent: Sent) -> None:
    close(sent.visit.case_id, make.closing("Over."), by=make.signed_in(ada), now=NOW)

    browser.post(path(sent, "/reply"), {"reply-text": "One thing more."})

    assert "One thing more." in shown(browser, sent)
