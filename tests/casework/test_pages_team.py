"""Who is on the team, and how somebody joins it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.accounts.services.joining import INVITED_FOR
from evenhand.accounts.values import SURE_FOR
from evenhand.directory.models import Organisation, Role, RoleKind
from evenhand.vault.models import Slot
from tests import make
from tests.access.answers import counted
from tests.make import NOW, PASSPHRASE

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

TEAM = "/m/team"
KIT = {"name": "Kit", "address": "kit@harbour.example"}
LINK = re.compile(r'href="http://127\.0\.0\.1:8000(/m/join/[^"]+)"')


@pytest.fixture
def society() -> Organisation:
    return make.organisation()


@pytest.fixture
def lead(society: Organisation) -> Member:
    member = make.member(society, "Ada")
    make.role(member, RoleKind.LEAD)
    return member


def invited(lead: Member) -> str:
    """The address that Kit was given."""
    answer = make.browser_of(lead).post(TEAM, KIT)
    found = LINK.search(answer.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("kind", RoleKind)
def test_only_leads_and_the_chair_may_invite(kind: RoleKind, society: Organisation) -> None:
    member = make.member(society)
    make.role(member, kind)
    browser = make.browser_of(member)
    may = kind in {RoleKind.LEAD, RoleKind.CHAIR}

    page = browser.get(TEAM).content.decode()
    answer = browser.post(TEAM, KIT)

    assert ("Ask somebody to join" in page) is may
    assert answer.status_code == (200 if may else 409)
    assert Member.objects.filter(name="Kit").exists() is may


def test_a_term_that_is_over_gives_no_right_to_invite(society: Organisation) -> None:
    member = make.member(society)
    make.role(member, RoleKind.LEAD)
    Role.objects.update(ends_on=(NOW - timedelta(days=1)).date())

    assert make.browser_of(member).post(TEAM, KIT).status_code == 409


def test_the_page_needs_a_fresh_step_up(lead: Member, clock: time_machine.Traveller) -> None:
    browser = make.browser_of(lead)
    clock.shift(SURE_FOR)

    for answer in (browser.get(TEAM), browser.post(TEAM, KIT)):
        assert answer["Location"].startswith("/m/sure")
    assert not Member.objects.filter(name="Kit").exists()


def test_the_page_names_the_team_of_this_organisation_only(lead: Member) -> None:
    outsider = make.member(make.organisation("Meadow Circle"), "Cay")
    make.role(outsider, RoleKind.LEAD)

    page = make.browser_of(lead).get(TEAM).content.decode()

    assert "<b>Ada</b>" in page
    assert "Cay" not in page


@pytest.mark.parametrize("members", [1, 3])
def test_the_page_takes_the_same_queries_however_large_the_team_is(
    members: int, lead: Member
) -> None:
    for number in range(1, members):
        make.role(make.member(lead.organisation, f"Ben {number}"), RoleKind.RESPONDER)
    browser = make.browser_of(lead)

    with counted() as (default, shred):
        browser.get(TEAM)

    assert (len(default), len(shred)) == (12, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"name": "", "address": "kit@harbour.example"}, 'value="kit@harbour.example"'),
        ({"name": "Kit", "address": "not an address"}, 'value="Kit"'),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed(
    typed: dict[str, str], kept: str, lead: Member
) -> None:
    answer = make.browser_of(lead).post(TEAM, typed)

    assert answer.status_code == 422
    assert kept in answer.content.decode()
    assert Member.objects.count() == 1


def test_an_address_that_is_taken_is_said(lead: Member) -> None:
    answer = make.browser_of(lead).post(TEAM, KIT | {"address": lead.address})

    assert answer.status_code == 422
    assert "Somebody here already has this address." in answer.content.decode()


def test_whoever_is_invited_chooses_a_passphrase_and_signs_in(lead: Member) -> None:
    address, browser = invited(lead), Client()
    page = browser.get(address).content.decode()
    assert "Welcome, Kit. You sign in with kit@harbour.example." in page

    answer = browser.post(address, {"passphrase": PASSPHRASE})

    assert (answer.status_code, answer["Location"]) == (303, "/m/sign-in")
    signed_in = browser.post("/m/sign-in", {"address": KIT["address"], "passphrase": PASSPHRASE})
    assert signed_in.status_code == 303
    assert browser.get("/m/")["Location"].startswith("/m/enrol")  # a real organisation asks for it


def test_an_invitation_is_good_once(lead: Member) -> None:
    address, browser = invited(lead), Client()
    browser.post(address, {"passphrase": PASSPHRASE})

    assert browser.get(address).status_code == 404
    assert browser.post(address, {"passphrase": "another long passphrase"}).status_code == 404


def test_an_invitation_that_is_too_old_is_not_there(
    lead: Member, clock: time_machine.Traveller
) -> None:
    address = invited(lead)
    clock.shift(INVITED_FOR)

    assert Client().get(address).status_code == 404


def test_a_short_passphrase_is_refused_and_the_invitation_stays(lead: Member) -> None:
    address, browser = invited(lead), Client()

    answer = browser.post(address, {"passphrase": "too short"})

    assert answer.status_code == 422
    assert "at least 12 characters" in answer.content.decode()
    assert browser.post(address, {"passphrase": PASSPHRASE}).status_code == 303


def test_whoever_joins_has_a_slot_in_every_case_and_sees_none(lead: Member) -> None:
    make.case([lead])
    browser = Client()
    browser.post(invited(lead), {"passphrase": PASSPHRASE})

    kit = Member.objects.get(name="Kit")
    kit.must_use_second_factor = False
    kit.save()

    assert Slot.objects.filter(member=kit).count() == 1
    page = make.browser_of(kit).get("/m/").content.decode()
    assert "There is nothing for you to read right now." in page
