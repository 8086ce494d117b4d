"""What the reporter sees of the end, and what they may delete at each stage (P9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from evenhand.accounts.values import SignedIn
from evenhand.intake.services.visits import begin_visit_with
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.ageing import erase_due_cases, erase_on, keep_longer
from evenhand.vault.services.asking import ask
from evenhand.vault.services.handling import close, log_opening, reply
from evenhand.vault.services.reporting import attach, withdraw
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.findings import Finding
from tests import make
from tests.intake.things import text_of
from tests.make import NOW, Sent

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

A_FILE = FileToStore(name="a", content_type="", content=b"sound")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ada() -> SignedIn:
    return make.signed_in(make.member(make.organisation()))


@pytest.fixture
def sent(ada: SignedIn) -> Sent:
    return make.case([ada.member])


def reporter(sent: Sent) -> Client:
    client = Client()
    client.cookies["visit"] = begin_visit_with(sent.receipt, now=timezone.now())[0]
    return client


def yours(sent: Sent) -> str:
    return text_of(reporter(sent).get("/c/yours"))


def ended(sent: Sent, ada: SignedIn, *, is_told: bool = False) -> None:
    closing = make.closing("We spoke with them.", Finding.VIOLATION, is_told=is_told)
    close(sent.visit.case_id, closing, by=ada, now=NOW)


def test_while_it_is_open_the_page_says_that_it_is_kept_and_how_long_at_most(sent: Sent) -> None:
    page = yours(sent)

    assert "We keep your report while we work on it." in page
    assert "from April 2033 on" in page


def test_once_it_ended_the_page_names_the_day_and_not_the_finding(
    sent: Sent, ada: SignedIn
) -> None:
    ended(sent, ada)

    page = yours(sent)

    assert "We erase your report for good on <b>2 March 2031</b>" in page
    assert "violation of the code" not in page


def test_a_finding_that_is_told_stands_with_the_closing(sent: Sent, ada: SignedIn) -> None:
    ended(sent, ada, is_told=True)

    assert "It was a violation of the code of conduct." in yours(sent)


def test_a_report_that_was_taken_back_names_its_day(sent: Sent) -> None:
    withdraw(sent.visit, now=NOW)

    assert "for good on <b>2 September 2026</b>" in yours(sent)


def test_another_day_and_the_last_call_are_shown_without_the_reason(
    sent: Sent, ada: SignedIn, clock: time_machine.Traveller
) -> None:
    ended(sent, ada)
    day = (NOW + timedelta(days=40)).date()
    erase_on(sent.visit.case_id, day, Secret("They threatened us."), by=ada, now=NOW)
    page = yours(sent)
    assert "for good on <b>11 April 2026</b>" in page
    assert "Ada set another day on which this is erased." in page
    assert "threatened" not in page

    clock.move_to(NOW + timedelta(days=40))
    by = make.signed_in(ada.member, now=timezone.now())
    erase_due_cases(covers_visible_to(by), by=by, now=timezone.now())
    assert "for good on <b>25 April 2026</b>" in yours(sent)

    keep_longer(sent.visit.case_id, by=by, now=timezone.now())
    assert "for good on <b>11 July 2026</b>" in yours(sent)


def test_a_case_closed_before_there_were_days_says_that_none_is_set(sent: Sent) -> None:
    template = "intake/parts/erased_on.html"
    cover = dossier_of(sent.visit).cover._replace(stage_name="closed")

    assert "The day is not set yet." in render_to_string(template, {"cover": cover})


# What a reporter may delete


def _new(_sent: Sent, _ada: SignedIn) -> None:
    """Nobody has looked."""


def _with_files(sent: Sent, _ada: SignedIn) -> None:
    attach(sent.visit, A_FILE, now=NOW)


def _others_asked(sent: Sent, ada: SignedIn) -> None:
    """A round was begun by somebody who has not opened the page."""
    ask(sent.visit.case_id, "Robin Larkspur", by=ada, now=NOW)


def _taken_back(sent: Sent, _ada: SignedIn) -> None:
    withdraw(sent.visit, now=NOW)


def _read(sent: Sent, ada: SignedIn) -> None:
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=NOW)


def _answered(sent: Sent, ada: SignedIn) -> None:
    _read(sent, ada)
    reply(sent.visit.case_id, Secret("We believe you."), by=ada, now=NOW)


def _read_with_files_and_questions(sent: Sent, ada: SignedIn) -> None:
    _with_files(sent, ada)
    _others_asked(sent, ada)
    _answered(sent, ada)


def _closed(sent: Sent, ada: SignedIn) -> None:
    _answered(sent, ada)
    ended(sent, ada)


Stage = Callable[[Sent, SignedIn], None]


@pytest.mark.parametrize("stage", [_new, _with_files, _others_asked, _taken_back])
def test_until_somebody_opens_it_the_whole_report_can_be_deleted(
    stage: Stage, sent: Sent, ada: SignedIn
) -> None:
    stage(sent, ada)
    client = reporter(sent)

    page = text_of(client.post("/c/yours/delete", {"what": "report"}))

    assert "Your report is deleted" in page
    assert not Case.objects.exists()
    assert covers_visible_to(ada) == []


@pytest.mark.parametrize("stage", [_read, _answered, _read_with_files_and_questions, _closed])
def test_afterwards_the_report_stays_and_who_wrote_it_can_be_deleted(
    stage: Stage, sent: Sent, ada: SignedIn
) -> None:
    stage(sent, ada)
    client = reporter(sent)

    page = text_of(client.post("/c/yours/delete", {"what": "report"}))
    assert "can no longer be deleted whole" in page
    client.post("/c/yours/delete", {"what": "identity"})

    theirs, ours = dossier_of(sent.visit), case_visible_to(ada, sent.visit.case_id).dossier
    assert (theirs.identity, ours.identity) == (None, None)
    assert theirs.is_whole
    assert ours.is_whole
    assert theirs.cover == ours.cover
