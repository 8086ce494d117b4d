"""How a case ends on its page, and how it is erased by age."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.vault.models import Case
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import close
from evenhand.vault.services.reporting import withdraw
from evenhand.vault.values.covers import GRACE
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.findings import Finding
from tests import make
from tests.make import NOW, Sent
from tests.vault.ageing import months_later

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

DUE = months_later(12)
ENDED = {"close-text": "We spoke with them.", "close-finding": "no violation"}
ANOTHER_DAY = {"erase-day": "2031-05-04", "erase-text": "It happened again."}


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def sent(ada: Member) -> Sent:
    return make.case([ada])


def path(sent: Sent, act: str = "") -> str:
    return f"/m/cases/{sent.visit.case_id}{act}"


def page_at(browser: Client, where: str) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def list_at(ada: Member, now: datetime, clock: time_machine.Traveller) -> str:
    """Ada signs in at that time and looks at her list."""
    clock.move_to(now)
    return page_at(make.browser_of(ada, now=timezone.now()), "/m/")


def test_closing_asks_what_was_found_and_shows_when_it_is_erased(ada: Member, sent: Sent) -> None:
    browser = make.browser_of(ada)

    assert browser.post(path(sent, "/close"), ENDED).status_code == 303

    page = page_at(browser, path(sent))
    assert "<b>Finding:</b> It was not a violation of the code of conduct." in page
    assert "will be erased on <b>2 March 2027</b>" in page
    assert "found: It was not a violation of the code of conduct" in page


@pytest.mark.parametrize("finding", ["", "guilty"])
def test_without_a_finding_of_the_list_nothing_is_closed_and_no_word_is_lost(
    finding: str, ada: Member, sent: Sent
) -> None:
    answer = make.browser_of(ada).post(path(sent, "/close"), ENDED | {"close-finding": finding})

    assert answer.status_code == 422
    assert "We spoke with them." in answer.content.decode()
    assert not dossier_of(sent.visit).cover.is_over


def test_the_finding_is_told_to_the_reporter_only_with_the_tick(ada: Member) -> None:
    browser, told = make.browser_of(ada), []
    for tick in ({}, {"close-tell": "on"}):
        sent = make.case([ada])
        browser.post(path(sent, "/close"), ENDED | tick)
        (entry,) = dossier_of(sent.visit).of_kind(Kind.CLOSED)
        told.append(entry.text("finding"))

    assert told == ["", "no violation"]


def test_a_report_that_was_taken_back_shows_its_day_and_asks_for_no_finding(
    ada: Member, sent: Sent
) -> None:
    withdraw(sent.visit, now=NOW)

    page = page_at(make.browser_of(ada), path(sent))

    assert "will be erased on <b>2 September 2026</b>" in page
    assert "<b>Finding:</b>" not in page


def test_another_day_needs_a_reason_and_is_kept_with_it(ada: Member, sent: Sent) -> None:
    browser = make.browser_of(ada)
    browser.post(path(sent, "/close"), ENDED)

    for missing in ("erase-day", "erase-text"):
        refused = browser.post(path(sent, "/erase-on"), ANOTHER_DAY | {missing: ""})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    assert browser.post(path(sent, "/erase-on"), ANOTHER_DAY)["Location"] == path(sent)

    page = page_at(browser, path(sent))
    assert "will be erased on <b>4 May 2031</b>" in page
    assert "It happened again." in page
    assert "set the day on which the case is erased to 4 May 2031" in page


@pytest.mark.parametrize("day", ["2026-03-02", "2046-03-03", "2026-02-30", "soon"])
def test_a_day_that_is_none_is_refused_and_the_reason_is_not_lost(
    day: str, ada: Member, sent: Sent
) -> None:
    browser = make.browser_of(ada)
    browser.post(path(sent, "/close"), ENDED)

    answer = browser.post(path(sent, "/erase-on"), ANOTHER_DAY | {"erase-day": day})

    assert answer.status_code == 422
    assert "It happened again." in answer.content.decode()
    assert dossier_of(sent.visit).cover.erase_on == date(2027, 3, 2)


@pytest.mark.parametrize("act", ["/erase-on", "/keep-longer"])
def test_an_open_case_gets_no_day(act: str, ada: Member, sent: Sent) -> None:
    browser = make.browser_of(ada)

    assert browser.post(path(sent, act), ANOTHER_DAY).status_code == 409
    assert "will be erased on" not in page_at(browser, path(sent))


def test_the_list_says_so_a_month_before_and_keeps_it_longer_with_one_tap(
    ada: Member, sent: Sent, clock: time_machine.Traveller
) -> None:
    close(
        sent.visit.case_id, make.closing("", Finding.NO_VIOLATION), by=make.signed_in(ada), now=NOW
    )
    open_one = make.case([ada])
    assert "Soon to be erased" not in list_at(ada, DUE - timedelta(days=31), clock)

    page = list_at(ada, DUE - timedelta(days=30), clock)
    assert "<h2>Soon to be erased</h2>" in page
    assert "due to be erased on 2 March 2027" in page
    assert page.count("/keep-longer") == 1
    assert f"{open_one.visit.case_id}/keep-longer" not in page

    browser = make.browser_of(ada, now=timezone.now())
    assert browser.post(path(sent, "/keep-longer"))["Location"] == "/m/"
    assert "Soon to be erased" not in page_at(browser, "/m/")
    assert "will be erased on <b>30 April 2027</b>" in page_at(browser, path(sent))


def test_on_the_day_the_list_gives_a_last_call_and_two_weeks_later_it_is_empty(
    ada: Member, sent: Sent, clock: time_machine.Traveller
) -> None:
    close(
        sent.visit.case_id, make.closing("", Finding.NO_VIOLATION), by=make.signed_in(ada), now=NOW
    )

    assert "last call: erased on 16 March 2027" in list_at(ada, DUE, clock)
    assert "last call: erased on 16 March 2027" in list_at(ada, DUE + timedelta(days=13), clock)
    assert "There is nothing for you to read right now." in list_at(ada, DUE + GRACE, clock)
    assert not Case.objects.exists()


def test_what_is_erased_next_stands_first(ada: Member, clock: time_machine.Traveller) -> None:
    by = make.signed_in(ada)
    later, sooner = make.case([ada]).visit, make.case([ada]).visit
    for visit, now in ((later, NOW + timedelta(hours=9)), (sooner, NOW - timedelta(days=9))):
        close(visit.case_id, make.closing("", Finding.NO_VIOLATION), by=by, now=now)

    page = list_at(ada, DUE - timedelta(days=20), clock)

    assert page.index(str(sooner.case_id)) < page.index(str(later.case_id))


def test_whoever_must_not_know_of_a_case_gets_not_found_for_its_day(ada: Member) -> None:
    ben = make.member(ada.organisation, "Ben")
    cay = make.member(make.organisation("Meadow Circle"), "Cay")
    sent = make.case([ada], excluded=[ben])
    close(sent.visit.case_id, make.closing(), by=make.signed_in(ada), now=NOW)

    for member in (ben, cay):
        for act in ("/erase-on", "/keep-longer"):
            assert make.browser_of(member).post(path(sent, act), ANOTHER_DAY).status_code == 404
    assert dossier_of(sent.visit).cover.erase_on == date(2028, 3, 2)
