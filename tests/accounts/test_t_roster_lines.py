"""T-ROSTER: no line of the roster can be forged, replayed, moved or dropped unseen (A18)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from evenhand.accounts.errors import (
    ListIsBroken,
)
from evenhand.accounts.models import Member, RosterEntry
from evenhand.accounts.queries.roster import (
    joining,
    roster_of,
)
from evenhand.accounts.roster_lines import Head, RosterKind
from evenhand.accounts.services.joining import accept_invitation, invite_again, leave
from evenhand.accounts.services.remembering import has_lost_lines
from evenhand.accounts.services.roster import as_founder
from tests import make
from tests.accounts.roster_desk import Desk, a_desk, confirm, invited
from tests.make import NOW, PASSPHRASE
from tests.vault import roster_thief

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.fixture
def desk() -> Desk:
    return a_desk()


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
        replace(told, member_id=desk.ben.member.id),
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


def test_t_roster_a_gap_is_seen(desk: Desk) -> None:
    RosterEntry.objects.filter(organisation=desk.society, position=2).delete()

    assert roster_of(desk.society.id).broken_at == 2


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
    founder = as_founder(invited(desk.society, "eve@x.example"))
    mine = invited(desk.society, "mal@x.example")
    marks = bytes(founder.member.founder_mark) if copies_the_mark else bytes(32)
    Member.objects.filter(pk=mine.member.pk).update(founder_mark=marks)

    mal = accept_invitation(mine.token, PASSPHRASE, now=NOW)
    eve = accept_invitation(founder.token, PASSPHRASE, now=NOW)

    keys = roster_of(desk.society.id).keys
    assert (eve.id in keys, mal.id in keys, mal.confirmed_on) == (True, False, None)


def test_t_roster_the_right_to_found_goes_to_the_one_invitation_only(desk: Desk) -> None:
    """The thief writes the hash of a link of their own into the founder's row."""
    founder, mine = as_founder(invited(desk.society, "eve@x.example")), invited(desk.society)
    hashed = mine.member.invitation_hash
    Member.objects.filter(pk=mine.member.pk).delete()
    Member.objects.filter(pk=founder.member.pk).update(invitation_hash=hashed)

    eve = accept_invitation(mine.token, PASSPHRASE, now=NOW)

    assert eve.id not in roster_of(desk.society.id).keys


def test_t_roster_a_founder_who_is_invited_again_is_still_one(desk: Desk) -> None:
    first = as_founder(invited(desk.society))
    plain = invited(desk.society, "kay@x.example")

    eve = accept_invitation(invite_again(first.member, now=NOW).token, PASSPHRASE, now=NOW)
    kay = accept_invitation(invite_again(plain.member, now=NOW).token, PASSPHRASE, now=NOW)

    keys = roster_of(desk.society.id).keys
    assert (eve.id in keys, kay.id in keys) == (True, False)


def test_t_roster_once_two_have_confirmed_somebody_nobody_founds(desk: Desk) -> None:
    late = as_founder(invited(desk.society))
    for each in (desk.ada, desk.ben):
        confirm(desk.kit, each)

    eve = accept_invitation(late.token, PASSPHRASE, now=NOW)

    assert eve.id not in roster_of(desk.society.id).keys
    told = replace(joining(eve), kind=RosterKind.FOUNDED)
    roster_thief.add_line(told, [], is_sealed=True)
    assert not desk.is_whole
