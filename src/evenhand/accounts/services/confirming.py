"""Two members agree on what comes into the roster (A18, B15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from evenhand.accounts.errors import KeysHaveChanged, NobodyWaiting, NotSure
from evenhand.accounts.models import Endorsement, Member, RosterEntry
from evenhand.accounts.queries.roster import (
    agrees,
    joining,
    leaving,
    recovery_key,
    roster_of,
    waiting_in,
)
from evenhand.accounts.roster_lines import RECOVERY, Signature, Statement
from evenhand.accounts.services.roster import append, row_id, take_on
from evenhand.accounts.values import PublicKeys, SignedIn


@dataclass(frozen=True, slots=True)
class Agreed:
    """What came of somebody's agreeing: the signatures, once they are enough."""

    signatures: tuple[Signature, ...] = ()

    @property
    def is_enough(self) -> bool:
        return bool(self.signatures)


@transaction.atomic
def confirm_member(member_id: UUID, fingerprint: str, *, by: SignedIn, now: datetime) -> bool:
    """Say that these keys are that person's: one spoke with them and compared the words (B15).

    True once they are on the roster, False while somebody else has still to agree. Raises
    NobodyWaiting, KeysHaveChanged (other keys than were on the page), NotSure, ListIsBroken.
    """
    member = _waiting_member(member_id, by)
    statement = joining(member)
    if statement.fingerprint != fingerprint:
        raise KeysHaveChanged
    agreed = _agree(statement, by=by, now=now)
    if agreed.is_enough:
        append(statement, agreed.signatures, name=member.name, now=now)
        take_on(member_id, now=now)
    return agreed.is_enough


@transaction.atomic
def join_by_recovery(member_id: UUID, signature: bytes, *, now: datetime) -> None:
    """Confirm somebody with a signature of the organisation's recovery key, made elsewhere.

    Raises NobodyWaiting, NotYetAgreed when it is not the key in force, ListIsBroken.
    """
    member = Member.objects.filter(pk=member_id, joined_on__isnull=False, left_on=None).first()
    if member is None:
        raise NobodyWaiting
    statement = joining(member)
    append(statement, [Signature(RECOVERY, signature)], name=member.name, now=now)
    take_on(member_id, now=now)


@transaction.atomic
def agree_to_leaving(member_id: UUID, *, by: SignedIn, now: datetime) -> Agreed:
    """Say that somebody on the roster leaves; the caller lets them go when it is enough.

    Raises NobodyWaiting when they are not on it, NotSure.
    """
    roster = roster_of(by.member.organisation_id)
    if member_id not in roster.keys:
        raise NobodyWaiting
    return _agree(leaving(member_id, roster), by=by, now=now)


@transaction.atomic
def agree_to_recovery_key(keys: PublicKeys, *, by: SignedIn, now: datetime) -> bool:
    """Propose or confirm these as the organisation's recovery key; True once they are in force.

    The one who proposes and the one who confirms say the same, so this is both. What waits is in
    `queries.roster.waiting_in`. Raises NotSure, NobodyWaiting for whoever is not on the roster,
    NotYetAgreed for keys that were in force before, ListIsBroken.
    """
    statement = recovery_key(keys, by.member.organisation_id)
    agreed = _agree(statement, by=by, now=now)
    if agreed.is_enough:
        append(statement, agreed.signatures, name="", now=now)
    return agreed.is_enough


def _waiting_member(member_id: UUID, by: SignedIn) -> Member:
    members = Member.objects.filter(organisation_id=by.member.organisation_id, left_on=None)
    member = members.filter(pk=member_id, joined_on__isnull=False).first()
    roster = roster_of(by.member.organisation_id)
    if member is None or member.id in roster.names or not agrees(by.member, roster):
        raise NobodyWaiting
    return member


def _agree(statement: Statement, *, by: SignedIn, now: datetime) -> Agreed:
    """Keep a member's signature until there are enough."""
    if not by.is_sure(now):
        raise NotSure
    _take_turns(statement.organisation_id)
    roster = roster_of(statement.organisation_id)
    mine = statement.signed(by.keys.signing, by=by.member.id)
    if not (agrees(by.member, roster) and roster.is_genuine(mine, statement)):
        raise NobodyWaiting  # it is not for them to say
    told = (each.signatures for each in waiting_in(roster) if each.statement == statement)
    before = [each for each in next(told, ()) if each.by != mine.by]
    for signed in ([mine], [*before[:1], mine]):
        if roster.agree_to(statement, signed):
            _forget(statement)
            return Agreed(tuple(signed))
    _keep(statement, mine)
    return Agreed()


def _take_turns(organisation_id: UUID) -> None:
    """Two who agree at the same moment must see each other's signature."""
    first = RosterEntry.objects.filter(organisation_id=organisation_id, position=1)
    list(first.select_for_update().values_list("id"))


def _keep(statement: Statement, mine: Signature) -> None:
    ours = _rows_of(statement).filter(by_id=mine.by)
    ours.delete()
    Endorsement.objects.create(
        organisation_id=statement.organisation_id,
        kind=statement.kind,
        member_id=row_id(statement),
        reading_key=statement.keys.reading,
        verify_key=statement.keys.verify,
        by_id=mine.by,
        signature=mine.signature,
    )


def _forget(statement: Statement) -> None:
    _rows_of(statement).delete()


def _rows_of(statement: Statement) -> QuerySet[Endorsement]:
    """All that wait about this member, or about a recovery key."""
    rows = Endorsement.objects.filter(
        organisation_id=statement.organisation_id, kind=statement.kind
    )
    member_id = row_id(statement)
    return rows.filter(member=None) if member_id is None else rows.filter(member_id=member_id)
