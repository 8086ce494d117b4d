"""T-ROSTER: no line of the roster can be forged, replayed, moved or dropped unseen (A18)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from evenhand.accounts.errors import (
    KeysHaveChanged,
    ListIsBroken,
    NobodyWaiting,
    NotSure,
    NotYetAgreed,
)
from evenhand.accounts.models import Endorsement, Member, RosterEntry
from evenhand.accounts.queries.roster import (
    joining,
    leaving,
    recovery_key,
    roster_of,
    waiting_in,
)
from evenhand.accounts.roster_lines import RECOVERY, Head, RosterKind, Signature, Statement
from evenhand.accounts.services.confirming import (
    agree_to_leaving,
    agree_to_recovery_key,
    confirm_member,
    join_by_recovery,
)
from evenhand.accounts.services.joining import accept_invitation, invite, invite_again, leave
from evenhand.accounts.services.remembering import has_lost_lines
from evenhand.accounts.services.roster import as_founder
from evenhand.accounts.values import SURE_FOR, Invitation, Keys, SignedIn
from evenhand.directory.models import Organisation
from tests import make
from tests.make import NOW, PASSPHRASE
from tests.vault import roster_thief

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Three founders, and Kit, who waits."""

    society: Organisation
    ada: SignedIn
    ben: SignedIn
    dee: SignedIn
    kit: Member

    @property
    def is_whole(self) -> bool:
        return roster_of(self.society.id).is_whole

    def signs(self, who: SignedIn, statement: Statement) -> Signature:
        return statement.signed(who.keys.signing, by=who.member.id)


@pytest.fixture
def desk() -> Desk:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    kit = make.newcomer(society, "Kit")
    return Desk(society=society, ada=ada, ben=ben, dee=dee, kit=kit)


def confirm(member: Member, by: SignedIn) -> bool:
    return confirm_member(member.id, joining(member).fingerprint, by=by, now=NOW)


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


def test_t_roster_a_line_that_the_site_did_not_seal_does_not_hold(desk: Desk) -> None:
    told = joining(desk.kit)
    signed = [desk.signs(each, told) for each in (desk.ada, desk.ben)]

    roster_thief.add_line(told, signed, is_sealed=False)

    roster = roster_of(desk.society.id)
    assert (roster.broken_at, desk.kit.id in roster.keys) == (4, False)
    assert roster.problems


def test_t_roster_the_sites_secrets_are_not_enough_for_a_signature(desk: Desk) -> None:
    told = joining(desk.kit)
    forged = [
        told.signed(roster_thief.THIEF.signing, by=each.member.id) for each in (desk.ada, desk.ben)
    ]

    roster_thief.add_line(told, forged, is_sealed=True)

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


def test_t_roster_signatures_for_one_hold_for_nobody_else(desk: Desk) -> None:
    lou, told = make.newcomer(desk.society, "Lou"), joining(desk.kit)
    signed = [desk.signs(each, told) for each in (desk.ada, desk.ben)]

    roster_thief.add_line(joining(lou), signed, is_sealed=True)

    assert not desk.is_whole


def test_t_roster_signatures_hold_for_these_keys_and_this_organisation_only(desk: Desk) -> None:
    told = joining(desk.kit)
    signed = desk.signs(desk.ada, told)
    changed = (
        replace(told, keys=roster_thief.THIEF.public),
        replace(told, organisation_id=make.organisation("Meadow Circle").id),
        replace(told, kind=RosterKind.LEFT),
    )

    key = desk.ada.keys.public.verify
    assert told.is_signed(signed.signature, key=key)
    assert not any(each.is_signed(signed.signature, key=key) for each in changed)


def test_t_roster_nobody_comes_back_on_their_old_signatures(desk: Desk) -> None:
    for each in (desk.ada, desk.ben):
        confirm(desk.kit, each)
    line = roster_of(desk.society.id).line_of(desk.kit.id)
    leave(desk.kit, now=NOW)

    roster_thief.add_line(line.statement, line.signatures, is_sealed=True)

    assert not desk.is_whole
    assert desk.kit.id not in roster_of(desk.society.id).keys


@pytest.mark.parametrize("position", [1, 2])
def test_t_roster_a_line_dropped_in_the_middle_is_seen(position: int, desk: Desk) -> None:
    assert desk.is_whole  # and from now on in memory

    roster_thief.drop_line(desk.society.id, position)

    assert roster_of(desk.society.id).broken_at == position


def test_t_roster_two_lines_that_changed_places_are_seen(desk: Desk) -> None:
    roster_thief.change_places(desk.society.id, 2, 3)

    assert roster_of(desk.society.id).broken_at == 2


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Dee"},
        {"reading_key": bytes(32)},
        {"verify_key": bytes(32)},
        {"signatures": b""},
        {"signatures": b"\x01"},
        {"kind": "left"},
        {"kind": "made up"},
        {"written_on": "2020-01-01"},
        {"link": bytes(32)},
        {"seal": bytes(32)},
        {"member_id": None},
    ],
    ids=str,
)
def test_t_roster_every_part_of_a_line_is_sealed(change: dict[str, object], desk: Desk) -> None:
    assert desk.is_whole

    RosterEntry.objects.filter(organisation=desk.society, position=2).update(**change)

    assert roster_of(desk.society.id).broken_at == 2


def test_t_roster_after_a_broken_line_whoever_leaves_is_still_off(desk: Desk) -> None:
    leave(desk.ada.member, now=NOW)
    RosterEntry.objects.filter(organisation=desk.society, position=3).update(seal=bytes(32))

    assert set(roster_of(desk.society.id).keys) == {desk.ben.member.id}


def test_t_roster_nothing_is_added_to_a_broken_list_but_leaving_works(desk: Desk) -> None:
    RosterEntry.objects.filter(organisation=desk.society, position=3).update(seal=bytes(32))
    confirm(desk.kit, desk.ada)

    with pytest.raises(ListIsBroken):
        confirm(desk.kit, desk.ben)
    leave(desk.ben.member, now=NOW)

    assert not Member.objects.get(pk=desk.ben.member.pk).is_active


def test_t_roster_the_newest_line_cut_off_is_told_to_whoever_saw_it(desk: Desk) -> None:
    leave(desk.ben.member, now=NOW)
    ada = make.signed_in(desk.ada.member)
    assert not has_lost_lines(roster_of(desk.society.id), seen_by=ada)

    roster_thief.drop_line(desk.society.id, 4)

    roster = roster_of(desk.society.id)
    assert roster.is_whole  # what is left holds
    assert has_lost_lines(roster, seen_by=ada)
    again = make.signed_in(desk.ada.member)  # signing in does not make it good
    assert has_lost_lines(roster, seen_by=again)
    assert not has_lost_lines(roster, seen_by=make.signed_in(desk.dee.member))  # not seen by her


def test_t_roster_another_list_in_its_place_is_told_to_everybody(desk: Desk) -> None:
    """As when the step that takes on the members of old is made to run once more."""
    first = roster_of(desk.society.id).lines[0]
    RosterEntry.objects.filter(organisation=desk.society).delete()
    roster_thief.put(replace(first, id=uuid4()), after=Head(), is_sealed=True)

    roster = roster_of(desk.society.id)
    assert roster.is_whole
    assert has_lost_lines(roster, seen_by=make.signed_in(desk.ada.member))


def test_t_roster_what_somebody_remembers_cannot_be_taken_from_them(desk: Desk) -> None:
    ada = make.signed_in(desk.ada.member)
    ada.member.sealed_factors = bytes(200)

    assert has_lost_lines(roster_of(desk.society.id), seen_by=ada)


@pytest.mark.parametrize("copies_the_mark", [True, False])
def test_t_roster_no_row_makes_somebody_a_founder(copies_the_mark: bool, desk: Desk) -> None:  # noqa: FBT001
    founder = as_founder(_invited(desk.society, "eve@x.example"))
    mine = _invited(desk.society, "mal@x.example")
    marks = bytes(founder.member.founder_mark) if copies_the_mark else bytes(32)
    Member.objects.filter(pk=mine.member.pk).update(founder_mark=marks)

    mal = accept_invitation(mine.token, PASSPHRASE, now=NOW)
    eve = accept_invitation(founder.token, PASSPHRASE, now=NOW)

    keys = roster_of(desk.society.id).keys
    assert (eve.id in keys, mal.id in keys, mal.confirmed_on) == (True, False, None)


def test_t_roster_the_right_to_found_goes_to_the_one_invitation_only(desk: Desk) -> None:
    """The thief writes the hash of a link of their own into the founder's row."""
    founder, mine = as_founder(_invited(desk.society, "eve@x.example")), _invited(desk.society)
    hashed = mine.member.invitation_hash
    Member.objects.filter(pk=mine.member.pk).delete()
    Member.objects.filter(pk=founder.member.pk).update(invitation_hash=hashed)

    eve = accept_invitation(mine.token, PASSPHRASE, now=NOW)

    assert eve.id not in roster_of(desk.society.id).keys


def test_t_roster_a_founder_who_is_invited_again_is_still_one(desk: Desk) -> None:
    first = as_founder(_invited(desk.society))
    plain = _invited(desk.society, "kay@x.example")

    eve = accept_invitation(invite_again(first.member, now=NOW).token, PASSPHRASE, now=NOW)
    kay = accept_invitation(invite_again(plain.member, now=NOW).token, PASSPHRASE, now=NOW)

    keys = roster_of(desk.society.id).keys
    assert (eve.id in keys, kay.id in keys) == (True, False)


def test_t_roster_once_two_have_confirmed_somebody_nobody_founds(desk: Desk) -> None:
    late = as_founder(_invited(desk.society))
    for each in (desk.ada, desk.ben):
        confirm(desk.kit, each)

    eve = accept_invitation(late.token, PASSPHRASE, now=NOW)

    assert eve.id not in roster_of(desk.society.id).keys
    told = replace(joining(eve), kind=RosterKind.FOUNDED)
    roster_thief.add_line(told, [], is_sealed=True)
    assert not desk.is_whole


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


def test_t_roster_two_take_a_recovery_key_into_use_and_it_confirms_alone(desk: Desk) -> None:
    recovery = Keys.new()
    assert not agree_to_recovery_key(recovery.public, by=desk.ada, now=NOW)
    (waiting,) = waiting_in(roster_of(desk.society.id))
    assert waiting.statement == recovery_key(recovery.public, desk.society.id)
    assert agree_to_recovery_key(recovery.public, by=desk.ben, now=NOW)

    join_by_recovery(desk.kit.id, recovery.signing, now=NOW)

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
        join_by_recovery(desk.kit.id, old.signing, now=NOW)
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
    with pytest.raises(NobodyWaiting):
        join_by_recovery(_invited(desk.society).member.id, recovery.signing, now=NOW)


def _invited(society: Organisation, address: str = "lou@x.example") -> Invitation:
    return invite(
        society, address.partition("@")[0], address, must_use_second_factor=False, now=NOW
    )
