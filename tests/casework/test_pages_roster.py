"""Two members confirm whoever joins, and everybody is told when the list was changed (A18, B15)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member, RosterEntry
from evenhand.accounts.queries.roster import joining, roster_of
from evenhand.accounts.services.joining import leave
from evenhand.accounts.values import SURE_FOR
from evenhand.directory.models import Organisation, RoleKind
from tests import make
from tests.make import NOW
from tests.vault import roster_thief

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

LIST, TEAM = "/m/", "/m/team"
CHANGED = "The list of members was changed outside this program"
WORDS = re.compile(r'<ol class="words" translate="no">(.*?)</ol>', re.DOTALL)


@pytest.fixture
def society() -> Organisation:
    return make.organisation()


@pytest.fixture
def ada(society: Organisation) -> Member:
    member = make.member(society, "Ada")
    make.role(member, RoleKind.LEAD)
    return member


@pytest.fixture
def ben(ada: Member) -> Member:
    return make.member(ada.organisation, "Ben")


def text_at(path: str, of: Member) -> str:
    page = make.browser_of(of).get(path).content.decode()
    return re.sub(r"\s+", " ", page)


def words_on(page: str) -> list[str]:
    found = WORDS.search(page)
    assert found is not None
    return re.findall(r"<li>(\w+)</li>", found[1])


def confirms(by: Member, whom: Member, *, keys: str = "") -> int:
    told = {"keys": keys or joining(whom).fingerprint}
    return make.browser_of(by).post(f"{TEAM}/{whom.id}/confirm", told).status_code


def test_whoever_joins_sees_the_same_six_words_as_the_others(ada: Member, ben: Member) -> None:
    kit = make.newcomer(ada.organisation, "Kit")

    own = words_on(text_at(LIST, kit))

    assert len(own) == 6
    assert words_on(text_at(TEAM, ada)) == words_on(text_at(TEAM, ben)) == own
    assert "Two members have to confirm you first" in text_at(LIST, kit)
    assert "Two members have to confirm you first" not in text_at(LIST, ada)


def test_two_taps_confirm_them_and_the_page_says_who_did(ada: Member, ben: Member) -> None:
    kit = make.newcomer(ada.organisation, "Kit")
    assert "I have spoken with Kit and the words are the same" in text_at(TEAM, ada)

    assert confirms(ada, kit) == 303
    page = text_at(TEAM, ada)
    assert "Ada has confirmed them. One more is needed." in page
    assert "I have spoken with Kit" not in page
    assert confirms(ben, kit) == 303

    page = text_at(TEAM, ada)
    assert "Here since 2 March 2026, confirmed by Ada and Ben." in page
    assert "Here since 2 March 2026, from the start." in page
    assert "Waiting to be confirmed" not in page
    assert "Two members have to confirm you first" not in text_at(LIST, kit)


def test_words_that_have_changed_since_the_page_was_shown_confirm_nobody(
    ada: Member, ben: Member
) -> None:
    kit = make.newcomer(ben.organisation, "Kit")

    answer = make.browser_of(ada).post(f"{TEAM}/{kit.id}/confirm", {"keys": "0" * 64})

    assert answer.status_code == 409
    assert "Their words are not the ones that you were shown." in answer.content.decode()


def test_it_needs_a_fresh_step_up(ada: Member, ben: Member, clock: time_machine.Traveller) -> None:
    kit, browser = make.newcomer(ben.organisation, "Kit"), make.browser_of(ada)
    clock.shift(SURE_FOR)

    answer = browser.post(f"{TEAM}/{kit.id}/confirm", {"keys": joining(kit).fingerprint})

    assert answer["Location"].startswith("/m/sure")


def test_whoever_waits_confirms_nobody_and_lets_nobody_go(ada: Member, ben: Member) -> None:
    kit, lou = (make.newcomer(ada.organisation, name) for name in ("Kit", "Lou"))
    make.role(kit, RoleKind.LEAD)
    browser = make.browser_of(kit)

    assert confirms(kit, lou) == confirms(kit, kit) == 404
    refused = {
        browser.post(f"{TEAM}/{one}/leaves").status_code for one in (ben.id, lou.id, uuid4())
    }
    assert refused == {404}
    page = text_at(TEAM, kit)
    assert "I have spoken with" not in page
    assert "leaves the team" not in page


def test_a_lead_turns_down_whoever_waits(ada: Member, ben: Member) -> None:
    kit = make.newcomer(ben.organisation, "Kit")

    answer = make.browser_of(ada).post(f"{TEAM}/{kit.id}/leaves")

    assert answer.status_code == 303
    assert not Member.objects.get(pk=kit.pk).is_active
    assert kit.id not in roster_of(ada.organisation_id).names


def test_where_there_are_three_a_lead_alone_lets_nobody_go(ada: Member, ben: Member) -> None:
    dee = make.member(ada.organisation, "Dee")
    path = f"{TEAM}/{ben.id}/leaves"
    assert "A second person has to agree." in text_at(TEAM, ada)
    assert make.browser_of(dee).post(path).status_code == 404  # a lead says it first

    make.browser_of(ada).post(path)
    make.browser_of(ada).post(path)  # twice is once

    assert Member.objects.get(pk=ben.pk).is_active
    assert "Ada says that Ben leaves the team. A second person has to agree." in text_at(TEAM, dee)
    assert make.browser_of(ben).post(path).status_code == 404  # not by themselves here
    assert make.browser_of(dee).post(path).status_code == 303

    assert not Member.objects.get(pk=ben.pk).is_active
    assert "Ben" not in text_at(TEAM, dee)
    assert len(roster_of(ada.organisation_id).lines[-1].signatures) == 2


@pytest.mark.parametrize("page", [LIST, TEAM])
def test_t_roster_everybody_is_told_when_somebody_changed_the_list(
    page: str, ada: Member, ben: Member
) -> None:
    dee = make.member(ada.organisation, "Dee")
    browsers = [make.browser_of(one) for one in (ada, dee)]
    assert CHANGED not in browsers[0].get(page).content.decode()

    roster_thief.exchange_keys(ben)

    for browser in browsers:
        told = browser.get(page).content.decode()
        assert CHANGED in told
        assert "Ben’s keys are not the ones that were signed. Ben gets no new report." in told


def test_t_roster_whoever_saw_a_newer_list_is_told(ada: Member, ben: Member) -> None:
    leave(ben, now=NOW)
    browser = make.browser_of(ada)
    assert CHANGED not in browser.get(LIST).content.decode()

    roster_thief.drop_line(ada.organisation_id, 2)
    RosterEntry.objects.filter(position=2).delete()
    Member.objects.filter(pk=ben.pk).delete()

    assert "You have seen a newer list of members" in browser.get(LIST).content.decode()
    assert "You have seen a newer list of members" in text_at(LIST, ada)


def test_somebody_not_signed_in_confirms_nobody(ada: Member) -> None:
    kit = make.newcomer(ada.organisation, "Kit")
    answer = Client().post(f"{TEAM}/{kit.id}/confirm", {"keys": joining(kit).fingerprint})
    assert answer["Location"].startswith("/m/sign-in")
