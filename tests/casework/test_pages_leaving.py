"""A lead says that somebody leaves the team (B15)."""

from __future__ import annotations

from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.accounts.values import SURE_FOR
from evenhand.directory.models import RoleKind
from evenhand.intake.services.visits import begin_visit_with
from tests import make
from tests.make import NOW

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

TEAM = "/m/team"


@pytest.fixture
def lead() -> Member:
    member = make.member(make.organisation(), "Ada")
    make.role(member, RoleKind.LEAD)
    return member


@pytest.fixture
def ben(lead: Member) -> Member:
    member = make.member(lead.organisation, "Ben")
    make.role(member, RoleKind.RESPONDER)
    return member


def leaves(member: Member) -> str:
    return f"{TEAM}/{member.id}/leaves"


def test_whoever_leaves_is_out_at_once_and_no_longer_listed(lead: Member, ben: Member) -> None:
    theirs, browser = make.browser_of(ben), make.browser_of(lead)
    assert "Ben leaves the team" in browser.get(TEAM).content.decode()

    answer = browser.post(leaves(ben))

    assert (answer.status_code, answer["Location"]) == (303, TEAM)
    assert theirs.get("/m/")["Location"].startswith("/m/sign-in?next=")
    assert "Ben" not in browser.get(TEAM).content.decode()
    ben.refresh_from_db()
    assert ben.left_on == NOW.date()


def test_t_offboard_the_reporters_page_names_them_no_more(lead: Member, ben: Member) -> None:
    sent = make.case([lead, ben])
    make.space(lead.organisation)
    reporter = Client()
    reporter.cookies["visit"] = begin_visit_with(sent.receipt, now=NOW)[0]
    assert "<li>Ben</li>" in reporter.get("/c/yours").content.decode()

    make.browser_of(lead).post(leaves(ben))

    page = reporter.get("/c/yours").content.decode()
    assert "<li>Ada</li>" in page
    assert "<li>Ben</li>" not in page


def test_the_readers_see_that_the_case_goes_on_without_them(lead: Member, ben: Member) -> None:
    sent = make.case([lead, ben])
    browser = make.browser_of(lead)
    browser.post(leaves(ben))

    page = browser.get(f"/m/cases/{sent.visit.case_id}").content.decode()

    assert "goes on without Ben, who left" in page
    assert "<p>Ada.</p>" in page
    assert "Must not learn of it" not in page


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind is not RoleKind.CHAIR])
def test_only_leads_and_the_chair_may_say_so(kind: RoleKind, lead: Member, ben: Member) -> None:
    other = make.member(lead.organisation, "Dee")
    make.role(other, kind)
    browser, may = make.browser_of(other), kind is RoleKind.LEAD

    assert ("Ben leaves the team" in browser.get(TEAM).content.decode()) is may
    assert browser.post(leaves(ben)).status_code == (303 if may else 404)


def test_it_needs_a_fresh_step_up(lead: Member, ben: Member, clock: time_machine.Traveller) -> None:
    browser = make.browser_of(lead)
    clock.shift(SURE_FOR)

    assert browser.post(leaves(ben))["Location"].startswith("/m/sure")
    ben.refresh_from_db()
    assert ben.is_active


def test_nobody_lets_go_themselves_or_somebody_of_another_organisation_or_nobody(
    lead: Member,
) -> None:
    stranger = make.member(make.organisation("Meadow Circle"), "Cay")
    browser = make.browser_of(lead)

    refused = [browser.post(path) for path in (leaves(lead), leaves(stranger))]
    refused.append(browser.post(f"{TEAM}/{uuid4()}/leaves"))

    assert {answer.status_code for answer in refused} == {404}
    assert len({answer.content for answer in refused}) == 1
    assert Member.objects.filter(left_on=None).count() == 2
    assert "Ada leaves the team" not in browser.get(TEAM).content.decode()
