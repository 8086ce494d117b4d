"""What somebody can do to the roster who writes the database; and who even has the site's secrets.

Both know the program and every public key. Neither has a key of a member.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from evenhand.accounts.models import Member, RosterEntry
from evenhand.accounts.queries.roster import joining, roster_of, signatures_to_bytes
from evenhand.accounts.roster import Roster
from evenhand.accounts.roster_lines import RECOVERY, Head, Line, Signature, Statement
from evenhand.accounts.values import Keys, PublicKeys
from evenhand.directory.models import RoleKind, Space
from evenhand.vault.queries.members import Team, slot_holders
from tests import make
from tests.make import NOW

THIEF = Keys.new()
_OUT_OF_THE_WAY = 10_000


@dataclass(frozen=True, slots=True)
class Stranger:
    """A member whom nobody but the database knows, and the keys that the thief has for them."""

    member: Member
    keys: Keys


def team_as_the_rows_say(roster: Roster) -> Team:
    """How members' keys were found before there was a roster."""
    members = list(slot_holders(roster.organisation_id))
    return Team(members, {member.id: joining(member).keys for member in members})


def exchange_keys(of: Member, keys: PublicKeys = THIEF.public) -> None:
    Member.objects.filter(pk=of.pk).update(reading_key=keys.reading, verify_key=keys.verify)


def slip_in(space: Space) -> Stranger:
    """A member with keys, a role and duty hours, as if they had joined and been confirmed."""
    keys = Keys.new()
    member = Member.objects.create(
        organisation=space.organisation,
        name="Mal",
        address="mal@x.example",
        verifier="0" * 64,
        reading_key=keys.public.reading,
        verify_key=keys.public.verify,
        joined_on=NOW.date(),
        confirmed_on=NOW.date(),
    )
    make.role(member, RoleKind.LEAD)
    make.duty(member, space)
    return Stranger(member, keys)


def add_line(statement: Statement, signatures: Iterable[Signature], *, is_sealed: bool) -> None:
    """The next line. Only whoever has the site's secrets can seal it."""
    head = roster_of(statement.organisation_id).head
    line = Line(
        id=uuid4(),
        position=head.position + 1,
        statement=statement,
        name=Member.objects.get(pk=statement.member_id).name,
        written_on=NOW.date(),
        signatures=tuple(signatures),
    )
    put(line, after=head, is_sealed=is_sealed)


def put(line: Line, *, after: Head, is_sealed: bool) -> None:
    sealed = line.sealed_after(after.link)
    if not is_sealed:
        sealed = replace(sealed, seal=bytes(32))
    told = sealed.statement
    RosterEntry.objects.create(
        id=sealed.id,
        organisation_id=told.organisation_id,
        position=sealed.position,
        kind=told.kind,
        member_id=None if told.member_id == RECOVERY else told.member_id,
        name=sealed.name,
        reading_key=told.keys.reading,
        verify_key=told.keys.verify,
        written_on=sealed.written_on,
        signatures=signatures_to_bytes(sealed.signatures),
        link=sealed.link,
        seal=sealed.seal,
    )


def drop_line(organisation_id: UUID, position: int) -> None:
    """Without a gap: those after it move up."""
    lines = RosterEntry.objects.filter(organisation_id=organisation_id).order_by("position")
    lines.filter(position=position).delete()
    for line in lines.filter(position__gt=position):
        RosterEntry.objects.filter(pk=line.pk).update(position=line.position - 1)


def change_places(organisation_id: UUID, one: int, other: int) -> None:
    lines = RosterEntry.objects.filter(organisation_id=organisation_id)
    lines.filter(position=one).update(position=_OUT_OF_THE_WAY)
    lines.filter(position=other).update(position=one)
    lines.filter(position=_OUT_OF_THE_WAY).update(position=other)
