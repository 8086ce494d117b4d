"""Write the roster: who founds, who comes onto it, who has left (A18, B15).

Nothing here is written that the checks of `accounts.roster` would not accept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from evenhand.accounts.errors import ListIsBroken, NotYetAgreed
from evenhand.accounts.models import Endorsement, Member, RosterEntry
from evenhand.accounts.queries.roster import leaving, roster_of, signatures_to_bytes
from evenhand.accounts.roster import Roster
from evenhand.accounts.roster_lines import (
    RECOVERY,
    Line,
    RosterKind,
    Signature,
    Statement,
    founder_mark,
)
from evenhand.accounts.values import Invitation, Keys

_TRIES = 8


def as_founder(invitation: Invitation) -> Invitation:
    """Whoever accepts this invitation founds the organisation. For the server itself to say."""
    member = invitation.member
    mark = founder_mark(member.organisation_id, member.id, member.invitation_hash)
    Member.objects.filter(pk=member.pk).update(founder_mark=mark)
    member.refresh_from_db()
    return invitation


def is_founder(member: Member) -> bool:
    """Whether the invitation that is open now was made for a founder, by this site."""
    mark = founder_mark(member.organisation_id, member.id, member.invitation_hash)
    return compare_digest(mark, bytes(member.founder_mark))


@transaction.atomic
def found(member: Member, keys: Keys, *, now: datetime) -> None:
    """Put a founder on the roster, signed by themselves. Nothing once two have confirmed another.

    Then they wait to be confirmed, as everybody does.
    """
    if not roster_of(member.organisation_id).may_found:
        return
    statement = Statement(
        organisation_id=member.organisation_id,
        kind=RosterKind.FOUNDED,
        member_id=member.id,
        keys=keys.public,
    )
    append(statement, [statement.signed(keys.signing, by=member.id)], name=member.name, now=now)
    take_on(member.id, now=now)


def strike_off(member: Member, signatures: Iterable[Signature], *, now: datetime) -> None:
    """Whoever leaves is on the roster no more. Nobody has to sign: it is the safe direction.

    Where the list is broken nothing is written, for nothing would follow from it.
    """
    roster = roster_of(member.organisation_id)
    if roster.is_whole and member.id in roster.keys:
        statement = leaving(member.id, roster)
        append(statement, signatures, name=roster.names[member.id], now=now)
    Endorsement.objects.filter(member=member).delete()
    Endorsement.objects.filter(by=member).delete()


def take_on(member_id: UUID, *, now: datetime) -> None:
    Member.objects.filter(pk=member_id).update(confirmed_on=now.date(), founder_mark=b"")


def append(
    statement: Statement, signatures: Iterable[Signature], *, name: str, now: datetime
) -> None:
    """Write the next line. Raises ListIsBroken, or NotYetAgreed where the line would not hold."""
    signed = tuple(signatures)
    for _ in range(_TRIES):
        roster = roster_of(statement.organisation_id)
        if not roster.is_whole:
            raise ListIsBroken
        line = _next_line(roster, statement, signed, name=name, now=now)
        if roster.after(line) is None:
            raise NotYetAgreed
        try:
            with transaction.atomic():
                _write(line)
        except IntegrityError:
            continue  # somebody else wrote at the same moment
        return
    raise ListIsBroken


def row_id(statement: Statement) -> UUID | None:
    return None if statement.member_id == RECOVERY else statement.member_id


def _next_line(
    roster: Roster, statement: Statement, signed: tuple[Signature, ...], *, name: str, now: datetime
) -> Line:
    line = Line(
        id=uuid4(),
        position=roster.head.position + 1,
        statement=statement,
        name=name,
        written_on=now.date(),
        signatures=signed,
    )
    return line.sealed_after(roster.head.link)


def _write(line: Line) -> None:
    told = line.statement
    RosterEntry.objects.create(
        id=line.id,
        organisation_id=told.organisation_id,
        position=line.position,
        kind=told.kind,
        member_id=row_id(told),
        name=line.name,
        reading_key=told.keys.reading,
        verify_key=told.keys.verify,
        written_on=line.written_on,
        signatures=signatures_to_bytes(line.signatures),
        link=line.link,
        seal=line.seal,
    )
