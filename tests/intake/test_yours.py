"""What a reporter can do afterwards (P9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.handling import log_opening, reply
from tests import make
from tests.intake import things
from tests.intake.things import Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture
def place() -> Place:
    return things.a_place()


@pytest.fixture
def reporter(client: Client, place: Place) -> Client:
    things.send(client, place)
    return client


def opened_by_ada(place: Place) -> None:
    ada = make.signed_in(place.ada, now=timezone.now())
    case = case_visible_to(ada, Case.objects.get().id)
    log_opening(case, by=ada, now=timezone.now())
    reply(case.dossier.case_id, Secret("We believe you."), by=ada, now=timezone.now())


def test_the_page_shows_the_report_the_readers_and_the_promised_day(reporter: Client) -> None:
    page = text_of(reporter.get("/c/yours"))

    assert "They blocked my way out." in page
    assert "<li>Ada</li><li>Ben</li>" in page
    assert "Nobody has opened it yet." in page
    assert "They write to you here by" in page


def test_an_answer_of_the_team_is_shown_and_can_be_answered(reporter: Client, place: Place) -> None:
    opened_by_ada(place)

    page = text_of(reporter.get("/c/yours"))
    assert "Ada opened your report." in page
    assert "We believe you." in page
    assert reporter.post("/c/yours/say", {"text": "Thank you."})["Location"] == "/c/yours"

    page = text_of(reporter.get("/c/yours"))
    assert page.index("We believe you.") < page.index("Thank you.")


def test_an_empty_answer_is_answered_with_a_sentence(reporter: Client) -> None:
    page = text_of(reporter.post("/c/yours/say", {"text": " "}))

    assert "There is nothing to send yet." in page


def test_a_promise_that_was_not_kept_is_said(reporter: Client, place: Place) -> None:
    code = things.code_in(reporter.get("/c/sent"))
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        later = Client()
        later.post("/c/code", {"code": code})

        assert "We are late, and we are sorry." in text_of(later.get("/c/yours"))
    del place


def test_another_person_can_be_kept_out(reporter: Client, place: Place) -> None:
    response = reporter.post("/c/yours/exclude", {"members": [str(place.ben.id)]})

    assert response["Location"] == "/c/yours"
    page = text_of(reporter.get("/c/yours"))
    assert "Kept out: Ben." in page
    assert "<li>Ben</li>" not in page


def test_keeping_out_everybody_is_refused_and_somebody_outside_named(
    reporter: Client, place: Place
) -> None:
    everybody = [str(member.id) for member in (place.ada, place.ben, place.board)]

    page = text_of(reporter.post("/c/yours/exclude", {"members": everybody}))

    assert "leave nobody who can read your report" in page
    assert "Ombuds office" in page


def test_ways_to_be_reached_can_be_changed(reporter: Client) -> None:
    reporter.post("/c/yours/contact", {"way": "call", "contact": "+49 30 111"})

    assert 'value="+49 30 111"' in text_of(reporter.get("/c/yours/contact"))


def test_a_report_can_be_taken_back(reporter: Client) -> None:
    assert reporter.get("/c/yours/withdraw").status_code == 200

    reporter.post("/c/yours/withdraw")

    assert "You took this report back." in text_of(reporter.get("/c/yours"))


def test_a_new_code_replaces_the_old_one(reporter: Client) -> None:
    old = things.code_in(reporter.get("/c/sent"))

    assert reporter.post("/c/yours/replace")["Location"] == "/c/sent"

    new = things.code_in(reporter.get("/c/sent"))
    assert new != old
    assert Client().post("/c/code", {"code": new})["Location"] == "/c/yours"
    assert "We could not open anything" in text_of(Client().post("/c/code", {"code": old}))
    assert "They blocked my way out." in text_of(reporter.get("/c/yours"))


def test_a_report_that_nobody_opened_can_be_deleted(reporter: Client) -> None:
    code = things.code_in(reporter.get("/c/sent"))

    page = reporter.post("/c/yours/delete", {"what": "report"})

    assert "Your report is deleted" in text_of(page)
    assert Case.objects.count() == 0
    assert "We could not open anything" in text_of(Client().post("/c/code", {"code": code}))


def test_who_somebody_is_can_be_deleted(reporter: Client) -> None:
    reporter.post("/c/yours/contact", {"way": "call", "name": "Kim"})

    reporter.post("/c/yours/delete", {"what": "identity"})

    assert "Kim" not in text_of(reporter.get("/c/yours/contact"))
    assert "They blocked my way out." in text_of(reporter.get("/c/yours"))


@pytest.mark.parametrize(
    "path",
    ["yours", "sent", "yours/files", "yours/exclude", "yours/contact", "yours/withdraw",
     "yours/replace", "yours/delete"],
)  # fmt: skip
def test_without_a_code_there_is_nothing_to_see(client: Client, path: str) -> None:
    page = client.get(f"/c/{path}")

    assert "Enter your code" in text_of(page)


def test_a_member_signed_in_sees_no_reporters_page(client: Client, place: Place) -> None:
    things.send(client, place)
    del client.cookies["visit"]

    assert "Enter your code" in text_of(client.get("/c/yours"))
