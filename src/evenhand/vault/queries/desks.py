"""A member's desk: the covers of all cases they can open.

The first look in a session tries every slot. What it found is kept for the session, sealed
under its key, and later only what changed since is tried again. Every look takes the same
queries, whether or not something changed that this member cannot see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from evenhand.accounts.values import SignedIn
from evenhand.sealing.errors import SealingError
from evenhand.vault.cover_codec import damaged_cover, open_cover
from evenhand.vault.models import Case, ChangeCounter, ShredKey, Slot
from evenhand.vault.queries.catching_up import Behind, caught_up
from evenhand.vault.queries.memory import Memory, keep_covers, kept_covers
from evenhand.vault.queries.reading import looked_at_again
from evenhand.vault.slots import open_slot
from evenhand.vault.values.covers import Cover, Stage

_IDS_AT_ONCE = 5000
_NOBODY = UUID(int=0)

Shreds = dict[tuple[UUID, int], bytes]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A case that changed since the last look, with this member's slot."""

    case_id: UUID
    epoch: int
    slot: bytes
    sealed_cover: bytes
    head: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look found: the newest change, which cases changed, and those that opened."""

    as_of: int
    changed: list[UUID]
    opened: dict[str, Cover]


def covers_visible_to(signed_in: SignedIn) -> list[Cover]:
    """The covers of all cases this member may read, in no order."""
    memory = kept_covers(signed_in)
    found = looked_at_again(lambda: _look(signed_in, memory), is_steady=_is_undamaged)
    changed = {case_id.hex for case_id in found.changed}
    covers = {case: cover for case, cover in memory.covers.items() if case not in changed}
    # By the organisation's count, never by what this member reads: two copies of the row must not
    # show it. Where nothing was written, nothing was erased either.
    is_quiet = bool(memory.digest) and found.as_of == memory.as_of
    covers = _still_there(covers | found.opened, asked=() if is_quiet else covers)
    keep_covers(signed_in, memory, as_of=found.as_of, covers=None if is_quiet else covers)
    return list(covers.values())


def _still_there(covers: dict[str, Cover], *, asked: Iterable[str]) -> dict[str, Cover]:
    """Without those of the asked that were erased since: no row of theirs is left to say so.

    Asks at least once, so that the number of queries shows nothing.
    """
    ids = [*(UUID(case) for case in asked), _NOBODY]
    there: set[str] = set()
    for at in range(0, len(ids), _IDS_AT_ONCE):
        cases = Case.objects.filter(pk__in=ids[at : at + _IDS_AT_ONCE])
        there |= {case_id.hex for case_id in cases.values_list("pk", flat=True)}
    gone = {case_id.hex for case_id in ids} - there
    return {case: cover for case, cover in covers.items() if case not in gone}


def _look(signed_in: SignedIn, memory: Memory) -> _Look:
    as_of = _newest_change(signed_in)  # asked first: what comes later is looked at next time
    changed = _changed_since(memory.as_of, signed_in)
    shreds = _shreds_of(row.case_id for row in changed)
    behind = [case for row in changed if (case := _open(row, signed_in, shreds)) is not None]
    opened = {cover.case_hex: _not_older(cover, memory.covers) for cover in caught_up(behind)}
    newest = max([memory.as_of, as_of, *(row.changed for row in changed)])
    return _Look(as_of=newest, changed=[row.case_id for row in changed], opened=opened)


def _newest_change(signed_in: SignedIn) -> int:
    """Of the whole organisation: an erased case leaves no row, only the count goes up."""
    organisation = signed_in.member.organisation_id
    counters = ChangeCounter.objects.filter(organisation_id=organisation)
    return counters.values_list("changed", flat=True).first() or 0


def _is_undamaged(look: _Look) -> bool:
    return all(cover.stage_name != Stage.DAMAGED for cover in look.opened.values())


def _not_older(cover: Cover, kept: Mapping[str, Cover]) -> Cover:
    """What this session saw last, marked as damaged, when the case has lost its newest entries."""
    known = kept.get(cover.case_hex)
    if known is None or known.position <= cover.position:
        return cover
    return known._replace(stage_name=Stage.DAMAGED.value)


def _changed_since(as_of: int, signed_in: SignedIn) -> list[_Changed]:
    rows = Slot.objects.filter(
        member=signed_in.member,
        epoch=F("case__epoch"),
        case__organisation_id=signed_in.member.organisation_id,
        case__changed__gt=as_of,
    ).values_list("case_id", "epoch", "sealed", "case__sealed_cover", "case__head", "case__changed")
    return [_Changed(a, b, bytes(c), bytes(d), e, f) for a, b, c, d, e, f in rows.iterator()]


def _shreds_of(case_ids: Iterable[UUID]) -> Shreds:
    """The epochs' shred keys; asks at least once, so that the number of queries shows nothing."""
    asked = [*case_ids, _NOBODY]
    found: Shreds = {}
    for at in range(0, len(asked), _IDS_AT_ONCE):
        rows = ShredKey.objects.filter(
            case_id__in=asked[at : at + _IDS_AT_ONCE], number__gt=0
        ).values_list("case_id", "number", "key")
        found |= {(case_id, number): bytes(key) for case_id, number, key in rows}
    return found


def _open(row: _Changed, signed_in: SignedIn, shreds: Shreds) -> Behind | None:
    where = (row.case_id, row.epoch, signed_in.member.id)
    shred = shreds.get((row.case_id, row.epoch), b"")
    try:
        private = open_slot(row.slot, where, key=signed_in.keys.reading, shred=shred)
    except SealingError:
        return None
    try:
        cover = open_cover(row.sealed_cover, row.case_id, row.epoch, private=private)
    except SealingError:
        cover = damaged_cover(row.case_id, row.head)
    return Behind(head=row.head, private=private, cover=cover)
