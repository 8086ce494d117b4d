"""Five pages on one address: nothing typed is lost, and "Send now" works on each."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from evenhand.accounts.models import Session
from evenhand.intake.forms.fields import LONGEST
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.report import Danger, Ongoing, Way, Wish
from tests import make
from tests.intake import things
from tests.intake.things import Answer, Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

PAGES: dict[str, dict[str, object]] = {
    "story": {"what_happened": "They followed me. ١٢٣ كلمة", "danger": "no"},
    "people": {
        "people": "2",
        "witnesses": "1",
        "person-0-name": "Robin Q.",
        "person-0-clothing": "green jacket",
        "person-1-appearance": "tall, glasses",
        "witness-0-who": "The person at the desk",
    },
    "place": {"when": "this morning", "where": "by room 3", "ongoing": "over"},
    "contact": {
        "wishes": ["distance", "talk to me"],
        "concerns": "They sit next to me.",
        "way": "mail",
        "contact": "me@example.org",
        "notice_address": "box@example.org",
    },
}
# Ticks and radios follow their form; whatever holds words says it itself.
FIELDS = re.compile(r'<(?:form|textarea|select|input type="(?:text|hidden|email)")[^>]*>')
_AFTER = {"story": "people", "people": "place", "place": "contact", "contact": "check"}


def post(client: Client, place: Place, shown: Answer, **fields: object) -> Answer:
    return client.post(place.tell, {"state": things.state_in(shown)} | fields)


def walk_to_check(client: Client, place: Place) -> Answer:
    page = client.get(place.tell)
    for step, fields in PAGES.items():
        page = post(client, place, page, step=step, go=_AFTER[step], **fields)
        assert page.status_code == 200, step
    return page


def read_by_ada(place: Place) -> Dossier:
    case = Case.objects.get()
    return case_visible_to(make.signed_in(place.ada), case.id).dossier


def test_all_pages_arrive_as_they_were_written(client: Client) -> None:
    place = things.a_place()

    page = walk_to_check(client, place)
    sent = post(client, place, page, step="check", go="send")

    assert sent.status_code == 303
    dossier = read_by_ada(place)
    report, identity = dossier.report, dossier.identity
    assert report.what_happened.reveal() == PAGES["story"]["what_happened"]
    assert report.danger is Danger.NO
    assert [person.name.reveal() for person in report.people] == ["Robin Q.", ""]
    assert report.people[0].clothing.reveal() == "green jacket"
    assert report.people[1].appearance.reveal() == "tall, glasses"
    assert report.witnesses[0].who.reveal() == "The person at the desk"
    assert (report.when.reveal(), report.ongoing) == ("this morning", Ongoing.OVER)
    assert report.wishes == (Wish.DISTANCE, Wish.TALK_TO_ME)
    assert identity is not None
    assert (identity.way, identity.contact.reveal()) == (Way.MAIL, "me@example.org")


def test_the_last_page_shows_everything_before_it_is_sent(client: Client) -> None:
    page = text_of(walk_to_check(client, things.a_place()))

    for words in ("They followed me.", "green jacket", "by room 3", "box@example.org", "Ada"):
        assert words in page
    assert Case.objects.count() == 0
    assert Session.objects.count() == 0


def test_each_page_can_send_at_once(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    page = post(client, place, page, step="story", go="people", what_happened="Words.")

    sent = post(client, place, page, step="people", go="send", people="1", witnesses="1")

    assert sent["Location"] == "/c/sent"


def test_going_back_keeps_what_was_typed_on_the_page_that_is_left(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    page = post(client, place, page, step="story", go="people", what_happened="First words.")

    page = post(
        client, place, page, step="people", go="story", people="1", **{"person-0-name": "Robin"}
    )
    assert "First words." in text_of(page)

    page = post(client, place, page, step="story", go="people", what_happened="Other words.")
    assert 'value="Robin"' in text_of(page)


def test_another_person_can_be_added(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    page = post(client, place, page, step="story", go="people", what_happened="Words.")

    page = post(
        client,
        place,
        page,
        step="people",
        go="person",
        people="1",
        witnesses="1",
        **{"person-0-name": "Robin"},
    )

    assert 'name="person-1-name"' in text_of(page)
    assert 'value="Robin"' in text_of(page)


def test_an_empty_report_is_answered_with_a_clear_sentence(client: Client) -> None:
    page = things.send(client, things.a_place(), what_happened="  \n ")

    assert "Please write a few words about what happened." in text_of(page)
    assert Case.objects.count() == 0


def test_going_on_needs_no_answer(client: Client) -> None:
    place = things.a_place()

    page = post(client, place, client.get(place.tell), step="story", go="people")

    assert "Who is this about?" in text_of(page)


def test_text_that_is_too_long_is_kept_and_not_sent(client: Client) -> None:
    long = "x" * (LONGEST + 1)

    page = things.send(client, things.a_place(), what_happened=long)

    assert "longer than we can take in one piece" in text_of(page)
    assert long in text_of(page)
    assert Case.objects.count() == 0


def test_all_pages_together_have_a_limit(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    page = post(client, place, page, step="story", go="place", what_happened="x" * LONGEST)
    long = {"when": "y" * LONGEST, "where": "z" * LONGEST, "circumstances": "too much"}

    page = post(client, place, page, step="place", go="send", **long)

    assert "All pages together are longer" in text_of(page)
    assert "too much" in text_of(page)


def test_danger_shows_the_numbers_before_anything_else_and_only_once(client: Client) -> None:
    place = things.a_place()

    page = post(
        client,
        place,
        client.get(place.tell),
        step="story",
        go="people",
        what_happened="Help.",
        danger="unsure",
    )
    assert "Call for help first" in text_of(page)
    assert "Help." in text_of(page)
    assert "tel:112" in text_of(page)

    page = post(
        client, place, page, step="story", go="people", what_happened="Help.", danger="unsure"
    )
    assert "Who is this about?" in text_of(page)


def test_sending_is_never_held_up_by_danger(client: Client) -> None:
    response = things.send(client, things.a_place(), danger="yes")

    assert response["Location"] == "/c/sent"
    assert "Is anyone in danger now?" in text_of(client.get("/c/sent"))


def test_sending_twice_gives_one_report_and_the_same_code(client: Client) -> None:
    place = things.a_place()
    state = things.state_in(client.get(place.tell))
    fields = {"state": state, "step": "story", "go": "send", "what_happened": "Once."}

    client.post(place.tell, fields)
    first = things.code_in(client.get("/c/sent"))
    client.post(place.tell, fields)
    second = things.code_in(client.get("/c/sent"))

    assert first == second
    assert Case.objects.count() == 1


def test_a_wrong_notice_address_is_said_and_nothing_is_lost(client: Client) -> None:
    place = things.a_place()
    page = post(client, place, client.get(place.tell), step="story", go="contact")

    page = post(
        client, place, page, step="contact", go="check", notice_address="not one", name="Kim"
    )

    assert "That does not look like an email address." in text_of(page)
    assert 'value="Kim"' in text_of(page)


def test_nothing_that_was_typed_is_readable_in_the_hidden_field(client: Client) -> None:
    place = things.a_place()

    page = post(
        client, place, client.get(place.tell), step="story", go="people", what_happened="Canary71"
    )

    assert "Canary71" not in text_of(page)


def test_forms_ask_the_browser_to_keep_nothing(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    for step, go in _AFTER.items():
        for tag in FIELDS.findall(text_of(page)):
            assert 'autocomplete="off"' in tag, (step, tag)
        page = post(client, place, page, step=step, go=go, what_happened="Words.")


class Forgetful(Client):
    """A browser that sends no cookie back."""

    def post(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        self.cookies.clear()
        return super().post(*args, **kwargs)


def test_a_text_browser_without_cookies_or_scripts_reaches_every_page() -> None:
    place = things.a_place()

    page = walk_to_check(Forgetful(), place)

    assert "<script src" not in text_of(page)


def test_urlencoded_forms_of_a_megabyte_are_answered(client: Client) -> None:
    place = things.a_place()
    body = urlencode({"step": "story", "go": "send", "what_happened": "é" * 1_000_000})

    page = client.post(place.tell, body, content_type="application/x-www-form-urlencoded")

    assert page.status_code == 200
    assert "longer than we can take in one piece" in text_of(page)
