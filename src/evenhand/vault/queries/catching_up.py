"""Bring covers up to what the reporter wrote since they were sealed.

Only the reporter writes without the case's key, so only their signature counts here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast
from uuid import UUID

from evenhand.sealing.errors import CannotOpen, Forged, SealingError
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import damaged_cover
from evenhand.vault.entry_codec import open_entry, unwrap_for_case
from evenhand.vault.models import Entry, ShredKey
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.values.covers import Cover, Stage
from evenhand.vault.values.entries import Kind, OpenEntry

_NOBODY = UUID(int=0)

_Shreds = Mapping[UUID | None, bytes]


@dataclass(frozen=True, slots=True, repr=False)
class Behind:
    """A cover, the case's newest position, and the private key of the case's epoch."""

    head: int
    private: bytes
    cover: Cover

    @property
    def needs_a_look(self) -> bool:
        return self.cover.stage_name != Stage.DAMAGED and self.cover.position != self.head


def caught_up(cases: Sequence[Behind]) -> list[Cover]:
    """The covers of all these cases; damaged where the entries are not what they must be."""
    late = {case.cover.case_id: case.cover.position for case in cases if _is_late(case)}
    newer = _newer_entries(late)
    shreds = _entry_shreds(entry.id for entries in newer.values() for entry in entries)
    return [
        _folded(case, newer.get(case.cover.case_id, []), shreds)
        if case.needs_a_look
        else case.cover
        for case in cases
    ]


def _is_late(case: Behind) -> bool:
    return case.cover.stage_name != Stage.DAMAGED and case.cover.position < case.head


def _newer_entries(positions: Mapping[UUID, int]) -> dict[UUID, list[Entry]]:
    """The entries after the cover's position, and the one there that they follow."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    asked = Entry.objects.filter(case_id__in=[*positions, _NOBODY]).order_by("position")
    for entry in asked:
        if entry.position >= positions[entry.case_id]:
            found[entry.case_id].append(entry)
    return found


def _entry_shreds(entry_ids: Iterable[UUID]) -> _Shreds:
    rows = ShredKey.objects.filter(entry_id__in=[*entry_ids, _NOBODY])
    return {entry_id: bytes(key) for entry_id, key in rows.values_list("entry_id", "key")}


def _folded(case: Behind, rows: Sequence[Entry], shreds: _Shreds) -> Cover:
    cover = case.cover
    positions = [row.position for row in rows]
    newest = cover.position + len(rows) - 1
    is_complete = positions == list(range(cover.position, newest + 1)) and newest >= case.head
    if cover.position > case.head or not is_complete:
        return damaged_cover(cover.case_id, case.head)
    try:
        return _after_all(cover, rows, key=ReadingKey.from_bytes(case.private), shreds=shreds)
    except SealingError:
        return damaged_cover(cover.case_id, case.head)


def _after_all(cover: Cover, rows: Sequence[Entry], *, key: ReadingKey, shreds: _Shreds) -> Cover:
    """Raises CannotOpen when an entry is not the reporter's or does not follow the one before."""
    blank, erased = set(), set[str]()
    for before, row in pairwise(rows):
        if not row.sealed:
            blank.add(row.id.hex)
            cover = cover._replace(position=row.position)
            continue
        by = VerifyKey(bytes.fromhex(cover.reporter_key))
        entry = _opened_by(by, row, key=key, shred=shreds.get(row.id, b""))
        if entry.previous_link != bytes(before.link):
            raise CannotOpen
        if entry.kind is Kind.ERASED:
            erased |= set(cast("list[str]", entry.body["entries"]))
        cover = cover.after(entry)
    if not blank <= erased:
        raise CannotOpen
    return cover


def _opened_by(by: VerifyKey, row: Entry, *, key: ReadingKey, shred: bytes) -> OpenEntry:
    spot = spot_of(row)
    data_key = unwrap_for_case(bytes(row.wrapped_for_case), spot, key=key)
    opened = open_entry(bytes(row.sealed), spot, data_key=data_key, shred=shred)
    if not (opened.entry.is_by_reporter and opened.is_signed_by(by, spot)):
        raise Forged
    return opened.entry
