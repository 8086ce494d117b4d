"""The page Recovery: one member enters a key, another confirms it (D12)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import roster_of
from evenhand.directory.models import Organisation, RoleKind, ShareHolders
from evenhand.directory.queries import is_drill_due, sharing_of, sharings_of
from evenhand.directory.values import Holder
from evenhand.sealing.recovery_codes import spell_key, words_of_key
from evenhand.sealing.recovery_keys import RecoveryKeys, new_recovery_secret
from evenhand.vault.queries.visits import dossier_of
from tests import make
from tests.make import NOW

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

PAGE, KEY = "/m/recovery", "/m/recovery/key"
CONFIRM, DRILL = "/m/recovery/confirm", "/m/recovery/drill"
OURS = RecoveryKeys.from_secret(bytes(32)).public
TYPED = {
    "key": "\n".join(spell_key(OURS)),
    "holders": "Grace Tidewater, Gracie, @gracet, grace@outside.example\n\nMoses Okonkwo",
}
_FINGERPRINT = re.compile(r'name="fingerprint" value="(\w+)"')


@pytest.fixture
def society() -> Organisation:
    return make.organisation()


@pytest.fixture
def lead(society: Organisation) -> Member:
    member = make.member(society, "Ada")
    make.role(member, RoleKind.LEAD)
    return member


@pytest.fixture
def dee(society: Organisation) -> Member:
    return make.member(society, "Dee")


def entered(browser: Client, typed: dict[str, str] = TYPED) -> str:
    """Enter a key as the pages ask for it; the page afterwards."""
    words = " ".join(words_of_key(OURS))
    browser.post(KEY, typed | {"words": words})
    return shown(browser)


def shown(browser: Client) -> str:
    return unescape(browser.get(PAGE).content.decode())


def confirmed(browser: Client) -> str:
    found = _FINGERPRINT.search(browser.get(PAGE).content.decode())
    assert found is not None
    assert browser.post(CONFIRM, {"fingerprint": found[1]}).status_code == 303
    return shown(browser)


def test_what_was_typed_is_shown_as_words_before_it_is_entered(lead: Member) -> None:
    browser = make.browser_of(lead)

    page = browser.post(KEY, TYPED).content.decode()

    assert all(f"<b>{word}</b>" in page for word in words_of_key(OURS))
    assert "Grace Tidewater" in page
    assert "There is no recovery key in use." in browser.get(PAGE).content.decode()
    assert not ShareHolders.objects.exists()


def test_a_key_is_in_use_once_a_second_member_confirms_it(
    lead: Member, dee: Member, society: Organisation
) -> None:
    first = entered(make.browser_of(lead))
    assert "There is no recovery key in use." in first
    assert "Somebody else on the team must confirm it" in first
    assert sharing_of(society.id) is None

    second = confirmed(make.browser_of(dee))

    assert "Signed by Ada and Dee on 2 March 2026." in second
    assert " · ".join(words_of_key(OURS)) in second
    sharing = sharing_of(society.id)
    assert sharing is not None
    assert sharing.holders == (
        Holder(
            name="Grace Tidewater",
            names=("Gracie",),
            handles=("@gracet",),
            addresses=("grace@outside.example",),
        ),
        Holder(name="Moses Okonkwo"),
    )


def test_reports_are_sealed_to_the_key_from_then_on(lead: Member, dee: Member) -> None:
    entered(make.browser_of(lead))
    before = make.case([lead])
    confirmed(make.browser_of(dee))

    after, shut = make.case([lead]), make.case([lead], text="Gracie laughed.")

    assert [
        (access.recovery.key == OURS, access.recovery.is_shut) if access.recovery else None
        for access in (dossier_of(sent.visit).access for sent in (before, after, shut))
    ] == [None, (True, False), (True, True)]


def test_what_is_mistyped_is_named_and_nothing_typed_is_lost(lead: Member) -> None:
    browser = make.browser_of(lead)
    lines = list(spell_key(OURS))
    lines[3] = lines[3][:-1] + ("2" if lines[3][-1] != "2" else "3")

    wrong = browser.post(KEY, TYPED | {"key": "\n".join(lines)})
    alone = browser.post(KEY, TYPED | {"holders": "Grace Tidewater\n ,"})

    assert (wrong.status_code, alone.status_code) == (422, 422)
    assert "Line 4 does not look right." in wrong.content.decode()
    assert lines[3] in wrong.content.decode()
    assert "at least two people" in alone.content.decode()


def test_only_leads_and_the_chair_enter_a_key(lead: Member, dee: Member) -> None:
    browser = make.browser_of(dee)

    page = browser.get(PAGE).content.decode()
    answer = browser.post(KEY, TYPED | {"words": " ".join(words_of_key(OURS))})

    assert "Show its check words" in make.browser_of(lead).get(PAGE).content.decode()
    assert "Show its check words" not in page
    assert answer.status_code == 409
    assert not ShareHolders.objects.exists()


def test_nobody_confirms_what_they_entered_or_what_does_not_wait(
    lead: Member, dee: Member, society: Organisation
) -> None:
    browser = make.browser_of(lead)
    entered(browser)

    assert _FINGERPRINT.search(browser.get(PAGE).content.decode()) is None
    assert make.browser_of(dee).post(CONFIRM, {"fingerprint": "00"}).status_code == 409
    assert make.browser_of(dee).post(CONFIRM).status_code == 409
    assert roster_of(society.id).recovery is None


def test_a_key_that_was_in_use_before_is_not_taken_again(lead: Member, dee: Member) -> None:
    entered(make.browser_of(lead))
    confirmed(make.browser_of(dee))
    other = RecoveryKeys.from_secret(new_recovery_secret()).public
    words = " ".join(words_of_key(other))
    again = {"key": "\n".join(spell_key(other)), "holders": "Ina Strand\nJo Weir", "words": words}
    make.browser_of(lead).post(KEY, again)
    confirmed(make.browser_of(dee))

    words_of_ours = " ".join(words_of_key(OURS))
    refused = make.browser_of(lead).post(KEY, TYPED | {"words": words_of_ours})

    assert refused.status_code == 422
    assert "That key was in use before." in refused.content.decode()
    assert words.replace(" ", " · ") in shown(make.browser_of(dee))


def test_how_holders_are_called_is_changed_without_a_second_member(
    lead: Member, dee: Member, society: Organisation
) -> None:
    entered(make.browser_of(lead))
    confirmed(make.browser_of(dee))
    make.browser_of(dee).post(DRILL)

    page = entered(make.browser_of(lead), TYPED | {"holders": "Grace Tidewater\nMo Okonkwo"})

    assert "Mo Okonkwo" in page
    assert "not in use yet" not in page
    sharing = sharing_of(society.id)
    assert sharing is not None
    assert (sharing.drilled_on, len(sharing.holders)) == (NOW.date(), 2)


def test_people_elsewhere_see_nothing_of_it(lead: Member, dee: Member) -> None:
    entered(make.browser_of(lead))
    confirmed(make.browser_of(dee))
    cay = make.member(make.organisation("Other"), "Cay")

    page = make.browser_of(cay).get(PAGE).content.decode()

    assert "There is no recovery key in use." in page
    assert "Grace" not in page


def test_a_drill_is_recorded_and_asked_for_after_a_year(
    lead: Member, dee: Member, society: Organisation
) -> None:
    make.browser_of(dee).post(DRILL)  # there is no key yet
    entered(make.browser_of(lead))
    confirmed(make.browser_of(dee))
    on = NOW.date()
    assert not is_drill_due(society.id, on=on + timedelta(days=365))
    assert is_drill_due(society.id, on=on + timedelta(days=366))

    later = NOW + timedelta(days=400)
    with time_machine.travel(later, tick=False):
        browser = make.browser_of(dee, now=later)
        assert "not been tried for a year" in browser.get(PAGE).content.decode()
        assert "not been tried for a year" in browser.get("/m/team").content.decode()
        browser.post(DRILL)
        page = shown(browser)

    assert "The shares were last tried on 6 April 2027." in page
    assert "not been tried for a year" not in page


def test_a_copy_of_the_database_does_not_tell_who_keeps_shares(
    lead: Member, dee: Member, society: Organisation
) -> None:
    entered(make.browser_of(lead))
    confirmed(make.browser_of(dee))

    (row,) = ShareHolders.objects.all()

    assert b"Grace" not in bytes(row.sealed)
    assert len(row.sealed) - 4 * 1024 < 100
    assert [sharing.key for sharing in sharings_of(society.id)] == [OURS]
