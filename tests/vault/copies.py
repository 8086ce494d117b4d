"""Copies of both databases, and all that somebody's private keys open in them.

Nothing here asks whether it may: every key at hand is tried on every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from evenhand.accounts.values import SignedIn
from evenhand.sealing.errors import SealingError
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.entry_codec import open_entry, unwrap_for_case, unwrap_for_party
from evenhand.vault.models import Entry, ShredKey, Slot
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.slots import open_slot


@dataclass(frozen=True, slots=True)
class Copy:
    """What stood in the databases at some moment."""

    entries: Sequence[Entry]
    slots: Sequence[Slot]
    shreds: Sequence[bytes]

    def __add__(self, other: Copy) -> Copy:
        return Copy(
            entries=[*self.entries, *other.entries],
            slots=[*self.slots, *other.slots],
            shreds=list({*self.shreds, *other.shreds}),
        )


def copy_now() -> Copy:
    return Copy(
        entries=list(Entry.objects.all()), slots=list(Slot.objects.all()), shreds=shreds_now()
    )


def shreds_now() -> list[bytes]:
    return [bytes(key) for key in ShredKey.objects.values_list("key", flat=True)]


def texts_opened(
    copy: Copy, *, by: Iterable[SignedIn] = (), codes: Iterable[ReadingKey] = ()
) -> set[str]:
    """Every text that these members and these reporters can get out of the copy."""
    epochs = [key for member in by for key in _epoch_keys(copy, member)]
    keys = _Keys(epochs=epochs, codes=list(codes))
    return {text for entry in copy.entries for text in _texts(entry, copy.shreds, keys)}


@dataclass(frozen=True, slots=True)
class _Keys:
    epochs: Sequence[ReadingKey]
    codes: Sequence[ReadingKey]


def _epoch_keys(copy: Copy, member: SignedIn) -> Iterator[ReadingKey]:
    for slot in copy.slots:
        where = (slot.case_id, slot.epoch, member.member.id)
        for shred in copy.shreds:
            with suppress(SealingError):
                private = open_slot(bytes(slot.sealed), where, key=member.keys.reading, shred=shred)
                yield ReadingKey.from_bytes(private)


def _texts(row: Entry, shreds: Sequence[bytes], keys: _Keys) -> Iterator[str]:
    sealed, spot = bytes(row.sealed), spot_of(row)
    for data_key in _data_keys(row, keys):
        for shred in shreds:
            with suppress(SealingError):
                opened = open_entry(sealed, spot, data_key=data_key, shred=shred)
                yield from (value for value in opened.entry.body.values() if isinstance(value, str))


def _data_keys(row: Entry, keys: _Keys) -> Iterator[bytes]:
    spot = spot_of(row)
    for key in keys.epochs:
        with suppress(SealingError):
            yield unwrap_for_case(bytes(row.wrapped_for_case), spot, key=key)
    for code in keys.codes:
        with suppress(SealingError):
            yield unwrap_for_party(bytes(row.wrapped_for_party), spot, key=code) or b""
