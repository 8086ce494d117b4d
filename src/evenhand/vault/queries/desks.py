"""A member's desk: the covers of all cases they can open.

The first look in a session tries every slot. What it found is kept for the session, sealed
under its key, and later only what changed since is tried again. Every look takes the same
queries, whether or not something changed that this member cannot see.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from evenhand.accounts.values import SignedIn
from evenhand.sealing import envelope
from evenhand.sealing.errors import SealingError
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import damaged_cover, open_cover
from evenhand.vault.entry_codec import open_entry, unwrap_for_case
from evenhand.vault.models import Desk, Entry, ShredKey, Slot
from evenhand.vault.places import place
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.slots import open_slot
from evenhand.vault.values.covers import Cover

_IDS_AT_ONCE = 5000
_NOBODY = UUID(int=0)

Shreds = dict[tuple[UUID, int, UUID | None], bytes]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A case that changed since the last look, with this member's slot."""

    case_id: UUID
    epoch: int
    slot: bytes
    sealed_cover: bytes
    head: int
    changed: int


@dataclass(slots=True)
class _Opened:
    """A changed case that this member may read, and the entries its cover lacks."""

    row: _Changed
    private: bytes
    cover: Cover


def covers_visible_to(signed_in: SignedIn) -> list[Cover]:
    """The covers of all cases this member may read, the newest first."""
    as_of, kept = _kept(signed_in)
    changed = _changed_since(as_of, signed_in)
    shreds = _shreds_of(row.case_id for row in changed)
    opened = [case for row in changed if (case := _open(row, signed_in, shreds)) is not None]
    for row in changed:
        kept.pop(row.case_id, None)
    kept |= _caught_up(opened)
    _keep(signed_in, max([as_of, *(row.changed for row in changed)]), kept)
    return sorted(kept.values(), key=lambda cover: cover.received_at, reverse=True)


def _kept(signed_in: SignedIn) -> tuple[int, dict[UUID, Cover]]:
    desk = Desk.objects.filter(session_id=signed_in.session.token_hash).first()
    if desk is None:
        return 0, {}
    plain = envelope.open_sealed(
        bytes(desk.sealed), key=signed_in.session.key, place=_desk_place(signed_in, desk.as_of)
    )
    raw = json.loads(unpad(plain))
    return desk.as_of, {
        UUID(case_id): Cover.from_body(UUID(case_id), body) for case_id, body in raw.items()
    }


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
        found |= {(case_id, number, None): bytes(key) for case_id, number, key in rows}
    return found


def _open(row: _Changed, signed_in: SignedIn, shreds: Shreds) -> _Opened | None:
    where = (row.case_id, row.epoch, signed_in.member.id)
    shred = shreds.get((row.case_id, row.epoch, None), b"")
    try:
        private = open_slot(row.slot, where, key=signed_in.keys.reading, shred=shred)
    except SealingError:
        return None
    try:
        cover = open_cover(row.sealed_cover, row.case_id, row.epoch, private=private)
    except SealingError:
        cover = damaged_cover(row.case_id, row.head)
    return _Opened(row, private, cover)


def _caught_up(opened: list[_Opened]) -> dict[UUID, Cover]:
    """The covers with what the reporter wrote since they were sealed."""
    behind = [case for case in opened if case.cover.position < case.row.head]
    newer = _newer_entries(behind)
    shreds = _entry_shreds(entry.id for entries in newer.values() for entry in entries)
    for case in behind:
        key = ReadingKey.from_bytes(case.private)
        for entry in newer.get(case.row.case_id, []):
            case.cover = _after(case.cover, entry, key=key, shred=shreds.get(entry.id, b""))
    return {case.row.case_id: case.cover for case in opened}


def _newer_entries(behind: list[_Opened]) -> dict[UUID, list[Entry]]:
    positions = {case.row.case_id: case.cover.position for case in behind}
    found: dict[UUID, list[Entry]] = defaultdict(list)
    asked = Entry.objects.filter(case_id__in=[*positions, _NOBODY]).order_by("position")
    for entry in asked:
        if entry.position > positions[entry.case_id]:
            found[entry.case_id].append(entry)
    return found


def _entry_shreds(entry_ids: Iterable[UUID]) -> dict[UUID | None, bytes]:
    rows = ShredKey.objects.filter(entry_id__in=[*entry_ids, _NOBODY])
    return {entry_id: bytes(key) for entry_id, key in rows.values_list("entry_id", "key")}


def _after(cover: Cover, row: Entry, *, key: ReadingKey, shred: bytes) -> Cover:
    """Only the reporter writes without the case's key, so only their signature counts here."""
    spot = spot_of(row)
    try:
        data_key = unwrap_for_case(bytes(row.wrapped_for_case), spot, key=key)
        opened = open_entry(bytes(row.sealed), spot, data_key=data_key, shred=shred)
    except SealingError:
        return damaged_cover(cover.case_id, row.position)
    by_reporter = VerifyKey(bytes.fromhex(cover.reporter_key))
    if not (opened.entry.is_by_reporter and opened.is_signed_by(by_reporter, spot)):
        return damaged_cover(cover.case_id, row.position)
    return cover.after(opened.entry)


def _keep(signed_in: SignedIn, as_of: int, kept: dict[UUID, Cover]) -> None:
    """Seal the covers for the rest of the session, under its key."""
    raw = {case_id.hex: cover.to_body() for case_id, cover in kept.items()}
    sealed = envelope.seal(
        pad(json.dumps(raw, separators=(",", ":")).encode()),
        key=signed_in.session.key,
        place=_desk_place(signed_in, as_of),
    )
    Desk.objects.update_or_create(
        session_id=signed_in.session.token_hash, defaults={"as_of": as_of, "sealed": sealed}
    )


def _desk_place(signed_in: SignedIn, as_of: int) -> Place:
    return place(Purpose.DESK, signed_in.session.token_hash.encode(), as_of)
