"""Who stands on the roster. Whatever needs a member's keys asks here and never a member's row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from evenhand.accounts.models import Endorsement, Member, RosterEntry
from evenhand.accounts.roster import Roster, checked
from evenhand.accounts.roster_lines import RECOVERY, Line, RosterKind, Signature, Statement
from evenhand.accounts.values import PublicKeys
from evenhand.sealing.signing import SIGNATURE_BYTES, VerifyKey
from evenhand.sealing.site_secrets import SiteSecrets
from evenhand.sealing.wrapping import PublicKey

_SIGNED_BYTES = 16 + SIGNATURE_BYTES
_MOST = 200


class _Row(NamedTuple):
    """A row as it stands."""

    id: UUID
    position: int
    kind: str
    member_id: UUID | None
    name: str
    reading_key: bytes
    verify_key: bytes
    written_on: date
    signatures: bytes
    link: bytes
    seal: bytes


_Mark = tuple[SiteSecrets, list[_Row]]

# By organisation: which rows were checked, and what came of it.
_known: dict[UUID, tuple[_Mark, Roster]] = {}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement with the signatures that it has so far; not yet enough."""

    statement: Statement
    signatures: tuple[Signature, ...]


def roster_of(organisation_id: UUID) -> Roster:
    """The roster as its rows are now: one query.

    Signatures are checked anew only when anything in any row differs from what was checked.
    """
    found = RosterEntry.objects.filter(organisation_id=organisation_id).order_by("position")
    rows = [_Row._make(map(_plain, row)) for row in found.values_list(*_Row._fields)]
    mark = (settings.SITE_SECRETS, rows)
    known = _known.get(organisation_id)
    if known is not None and known[0] == mark:
        return known[1]
    roster = checked(organisation_id, [_line_in(organisation_id, row) for row in rows])
    if len(_known) >= _MOST:
        _known.clear()
    _known[organisation_id] = (mark, roster)
    return roster


def own_keys(member: Member) -> PublicKeys:
    """What a member's row claims. Only for comparing with the roster, and to be signed."""
    return PublicKeys(
        reading=PublicKey(bytes(member.reading_key)), verify=VerifyKey(bytes(member.verify_key))
    )


def agrees(member: Member, roster: Roster) -> bool:
    """Whether a member's row says what the roster says: these keys, and this name."""
    is_known = roster.keys.get(member.id) == own_keys(member)
    return is_known and roster.names[member.id] == member.name


def keys_of(members: Iterable[Member], roster: Roster) -> dict[UUID, PublicKeys]:
    """The keys of those among these members who may read: on the roster, and not tampered with."""
    return {member.id: roster.keys[member.id] for member in members if agrees(member, roster)}


def joining(member: Member) -> Statement:
    """What two members sign so that somebody who has accepted an invitation is one of them."""
    return Statement(
        organisation_id=member.organisation_id,
        kind=RosterKind.JOINED,
        member_id=member.id,
        keys=own_keys(member),
    )


def leaving(member_id: UUID, roster: Roster) -> Statement:
    """What is signed when somebody who stands on the roster leaves."""
    return Statement(
        organisation_id=roster.organisation_id,
        kind=RosterKind.LEFT,
        member_id=member_id,
        keys=roster.keys[member_id],
    )


def recovery_key(keys: PublicKeys, organisation_id: UUID) -> Statement:
    """What two members sign so that a recovery key is the organisation's."""
    return Statement(
        organisation_id=organisation_id,
        kind=RosterKind.RECOVERY_KEY,
        member_id=RECOVERY,
        keys=keys,
    )


def waiting_in(roster: Roster) -> list[Waiting]:
    """Every statement that somebody on the roster has signed and that is not in it yet.

    A signature that is not genuine now is as good as none.
    """
    found: dict[Statement, dict[UUID, Signature]] = {}
    rows = Endorsement.objects.filter(organisation_id=roster.organisation_id).order_by("id")
    for row in rows:
        with suppress(ValueError):
            statement = _statement_in(roster.organisation_id, row)
            signature = Signature(row.by_id, bytes(row.signature))
            if roster.is_genuine(signature, statement):
                found.setdefault(statement, {})[signature.by] = signature
    return [Waiting(told, tuple(signed.values())) for told, signed in found.items()]


def signatures_to_bytes(signatures: Iterable[Signature]) -> bytes:
    return b"".join(each.by.bytes + each.signature for each in signatures)


def _statement_in(organisation_id: UUID, row: _Row | Endorsement) -> Statement:
    """Raises ValueError when it is none."""
    return Statement(
        organisation_id=organisation_id,
        kind=RosterKind(row.kind),
        member_id=row.member_id or RECOVERY,
        keys=PublicKeys(
            reading=PublicKey(bytes(row.reading_key)), verify=VerifyKey(bytes(row.verify_key))
        ),
    )


def _line_in(organisation_id: UUID, row: _Row) -> Line | None:
    try:
        return Line(
            id=row.id,
            position=row.position,
            statement=_statement_in(organisation_id, row),
            name=row.name,
            written_on=row.written_on,
            signatures=tuple(_signatures_in(row.signatures)),
            link=row.link,
            seal=row.seal,
        )
    except ValueError:
        return None


def _signatures_in(raw: bytes) -> Iterator[Signature]:
    for at in range(0, len(raw), _SIGNED_BYTES):
        one = raw[at : at + _SIGNED_BYTES]
        yield Signature(UUID(bytes=one[:16]), one[16:])


def _plain(value: object) -> object:
    """PostgreSQL gives a view on bytes."""
    return bytes(value) if isinstance(value, memoryview) else value
