"""T-ROSTER: two different members agree, on exactly what they saw (A18, B15)."""

from __future__ import annotations

import pytest

from evenhand.accounts.errors import (
    KeysHaveChanged,
    NobodyWaiting,
    NotSure,
    NotYetAgreed,
)
from evenhand.accounts.models import Endorsement, Member
from evenhand.accounts.queries.roster import (
    joining,
    leaving,
    recovery_key,
    roster_of,
    waiting_in,
)
from evenhand.accounts.roster_lines import RECOVERY
from evenhand.accounts.services.confirming import (
    agree_to_leaving,
    agree_to_recovery_key,
    confirm_member,
    join_by_recovery,
)
from evenhand.accounts.services.joining import leave
from evenhand.accounts.values import SURE_FOR, Keys
from tests import make
from tests.accounts.roster_desk import Desk, a_desk, confirm, invited
from tests.make import NOW
from tests.vault import roster_thief

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def test_t_roster_two_members_confirm_a_third_and_the_signatures_are_kept(desk: Desk) -> None:
    assert not confirm(desk.kit, desk.ada)
    assert desk.kit.id not in roster_of(desk.society.id).keys

    assert confirm(desk.kit, desk.ben)

    roster = roster_of(desk.society.id)
    assert roster.is_whole
    assert roster.keys[desk.kit.id] == make.signed_in(desk.kit).keys.public
    assert {each.by for each in roster.line_of(desk.kit.id).signatures} == {
        desk.ada.member.id,
        desk.ben.member.id,
    }
    assert not Endorsement.objects.exists()
    desk.kit.refresh_from_db()
    assert desk.kit.confirmed_on == NOW.date()


def test_t_roster_one_member_who_says_it_twice_is_one(desk: Desk) -> None:
    told = joining(desk.kit)
    assert [confirm(desk.kit, desk.ada) for _ in range(3)] == [False] * 3

    twice = [desk.signs(desk.ada, told)] * 2
    roster_thief.add_line(told, twice, is_sealed=True)

    assert not desk.is_whole


def test_t_roster_nobody_confirms_themselves(desk: Desk) -> None:
    kit, told = make.signed_in(desk.kit), joining(desk.kit)
    confirm(desk.kit, desk.ada)

    with pytest.raises(NobodyWaiting):
        confirm(desk.kit, kit)

    both = [desk.signs(desk.ada, told), desk.signs(kit, told)]
    roster_thief.add_line(told, both, is_sealed=True)
    assert not desk.is_whole


def test_t_roster_whoever_has_left_confirms_nobody(desk: Desk) -> None:
    told = joining(desk.kit)
    bens = desk.signs(desk.ben, told)
    confirm(desk.kit, desk.ben)
    waiting = Endorsement.objects.values().get()
    leave(desk.ben.member, now=NOW)
    Endorsement.objects.create(**waiting)  # put back by whoever writes the database

    assert not confirm(desk.kit, desk.ada)
    roster_thief.add_line(told, [bens, desk.signs(desk.ada, told)], is_sealed=True)

    assert not desk.is_whole


def test_t_roster_the_thiefs_own_signature_that_waits_is_as_good_as_none(desk: Desk) -> None:
    told = joining(desk.kit)
    forged = told.signed(roster_thief.THIEF.signing, by=desk.ben.member.id)
    Endorsement.objects.create(
        organisation=desk.society,
        kind=told.kind,
        member=desk.kit,
        reading_key=told.keys.reading,
        verify_key=told.keys.verify,
        by=desk.ben.member,
        signature=forged.signature,
    )
    Endorsement.objects.create(
        organisation=desk.society, kind="made up", by=desk.ben.member, signature=b""
    )

    assert waiting_in(roster_of(desk.society.id)) == []
    assert not confirm(desk.kit, desk.ada)


def test_t_roster_other_keys_than_were_on_the_page_are_not_confirmed(desk: Desk) -> None:
    shown = joining(desk.kit).fingerprint
    roster_thief.exchange_keys(desk.kit)

    with pytest.raises(KeysHaveChanged):
        confirm_member(desk.kit.id, shown, by=desk.ada, now=NOW)
    assert not Endorsement.objects.exists()


def test_t_roster_two_who_confirmed_different_keys_have_not_agreed(desk: Desk) -> None:
    confirm(desk.kit, desk.ada)
    roster_thief.exchange_keys(desk.kit)
    desk.kit.refresh_from_db()

    assert not confirm(desk.kit, desk.ben)
    assert desk.kit.id not in roster_of(desk.society.id).keys


def test_t_roster_it_needs_a_fresh_step_up(desk: Desk) -> None:
    told = joining(desk.kit).fingerprint
    with pytest.raises(NotSure):
        confirm_member(desk.kit.id, told, by=desk.ada, now=NOW + SURE_FOR)


def test_t_roster_somebody_of_another_organisation_or_on_it_already_is_nobody(desk: Desk) -> None:
    cay = make.signed_in(make.member(make.organisation("Meadow Circle"), "Cay"))

    for member, by in ((desk.kit, cay), (desk.ben.member, desk.ada), (cay.member, desk.ada)):
        with pytest.raises(NobodyWaiting):
            confirm(member, by)


def test_t_roster_where_one_is_left_one_is_enough(desk: Desk) -> None:
    for each in (desk.ben, desk.dee):
        leave(each.member, now=NOW)

    assert confirm(desk.kit, desk.ada)
    assert desk.is_whole


def test_t_roster_two_agree_that_somebody_leaves(desk: Desk) -> None:
    ben = desk.ben.member

    assert not agree_to_leaving(ben.id, by=desk.ada, now=NOW).is_enough
    agreed = agree_to_leaving(ben.id, by=desk.dee, now=NOW)
    leave(ben, signatures=agreed.signatures, now=NOW)

    roster = roster_of(desk.society.id)
    assert roster.left == {ben.id}
    assert len(roster.lines[-1].signatures) == 2
    with pytest.raises(NobodyWaiting):
        agree_to_leaving(ben.id, by=desk.dee, now=NOW)


def test_t_roster_whoever_leaves_by_themselves_needs_nobody(desk: Desk) -> None:
    assert agree_to_leaving(desk.ben.member.id, by=desk.ben, now=NOW).is_enough


def test_t_roster_a_signature_that_somebody_leaves_holds_for_them_only(desk: Desk) -> None:
    roster = roster_of(desk.society.id)
    told = leaving(desk.ben.member.id, roster)
    forged = told.signed(roster_thief.THIEF.signing, by=desk.ada.member.id)

    roster_thief.add_line(told, [forged], is_sealed=True)

    assert not desk.is_whole


def signed_elsewhere(member: Member, recovery: Keys) -> bytes:
    """The recovery key itself never comes to the server."""
    return joining(member).signed(recovery.signing, by=RECOVERY).signature


def test_t_roster_two_take_a_recovery_key_into_use_and_it_confirms_alone(desk: Desk) -> None:
    recovery = Keys.new()
    assert not agree_to_recovery_key(recovery.public, by=desk.ada, now=NOW)
    (waiting,) = waiting_in(roster_of(desk.society.id))
    assert waiting.statement == recovery_key(recovery.public, desk.society.id)
    assert agree_to_recovery_key(recovery.public, by=desk.ben, now=NOW)

    join_by_recovery(desk.kit.id, signed_elsewhere(desk.kit, recovery), now=NOW)

    roster = roster_of(desk.society.id)
    assert roster.is_whole
    assert (roster.recovery, roster.keys[desk.kit.id]) == (recovery.public, joining(desk.kit).keys)
    assert roster.line_of(desk.kit.id).signatures[0].by == RECOVERY


def test_t_roster_a_recovery_key_that_was_replaced_opens_nothing_any_more(desk: Desk) -> None:
    old, new = Keys.new(), Keys.new()
    for keys in (old, new):
        for each in (desk.ada, desk.ben):
            agree_to_recovery_key(keys.public, by=each, now=NOW)

    with pytest.raises(NotYetAgreed):
        join_by_recovery(desk.kit.id, signed_elsewhere(desk.kit, old), now=NOW)
    agree_to_recovery_key(old.public, by=desk.ada, now=NOW)
    with pytest.raises(NotYetAgreed):  # a key is taken into use once
        agree_to_recovery_key(old.public, by=desk.ben, now=NOW)
    assert roster_of(desk.society.id).recovery == new.public


def test_t_roster_a_recovery_key_lets_nobody_go_and_confirms_nobody_who_has_not_joined(
    desk: Desk,
) -> None:
    recovery = Keys.new()
    for each in (desk.ada, desk.ben):
        agree_to_recovery_key(recovery.public, by=each, now=NOW)
    roster = roster_of(desk.society.id)
    told = leaving(desk.ben.member.id, roster)

    assert not roster.agree_to(told, [told.signed(recovery.signing, by=RECOVERY)])
    kim = invited(desk.society).member
    with pytest.raises(NobodyWaiting):
        join_by_recovery(kim.id, signed_elsewhere(kim, recovery), now=NOW)
