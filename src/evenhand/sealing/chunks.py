"""Seal a file in 64 KiB chunks, so that it never stands in memory twice.

Each chunk is sealed in a place that carries its number and whether it is the last one: chunks
cannot be moved, dropped or cut off. The last chunk is padded, so the size tells only the number
of chunks. Frame: length (4) · bytes, padded with zeros.

What `open_chunks` has yielded so far is always a true beginning of the file; that it was the
whole file is known only when the iterator ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evenhand.sealing.envelope import OVERHEAD, DataKey, open_sealed, seal
from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.places import Place

CHUNK_BYTES = 64 * 1024
_LENGTH_BYTES = 4
_SEALED_BYTES = _LENGTH_BYTES + CHUNK_BYTES + OVERHEAD


def seal_chunks(plain: bytes, *, key: DataKey, place: Place) -> Iterator[bytes]:
    """The sealed chunks of a file, each `_SEALED_BYTES` long, at least one."""
    count = max(1, -(-len(plain) // CHUNK_BYTES))
    for number in range(count):
        part = plain[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
        framed = len(part).to_bytes(_LENGTH_BYTES, "big") + part.ljust(CHUNK_BYTES, b"\0")
        yield seal(framed, key=key, place=_at(place, number, is_last=number == count - 1))


def open_chunks(sealed: Iterable[bytes], *, key: DataKey, place: Place) -> Iterator[bytes]:
    """The chunks in the clear. Raises CannotOpen for any chunk missing, moved or changed."""
    waiting: bytes | None = None
    number = 0
    for chunk in sealed:
        if waiting is not None:
            part = _unframed(open_sealed(waiting, key=key, place=_at(place, number, is_last=False)))
            if len(part) < CHUNK_BYTES:
                raise CannotOpen  # only the last chunk may be short
            yield part
            number += 1
        waiting = chunk
    if waiting is None:
        raise CannotOpen
    yield _unframed(open_sealed(waiting, key=key, place=_at(place, number, is_last=True)))


def split_sealed(stored: bytes) -> list[bytes]:
    """A stored file cut back into its sealed chunks."""
    return [stored[at : at + _SEALED_BYTES] for at in range(0, len(stored), _SEALED_BYTES)]


def _unframed(framed: bytes) -> bytes:
    size = int.from_bytes(framed[:_LENGTH_BYTES], "big")
    if len(framed) != _LENGTH_BYTES + CHUNK_BYTES or size > CHUNK_BYTES:
        raise CannotOpen
    return framed[_LENGTH_BYTES : _LENGTH_BYTES + size]


def _at(place: Place, number: int, *, is_last: bool) -> Place:
    mark = number.to_bytes(8, "big") + (b"\x01" if is_last else b"\x00")
    return Place(place.purpose, place.site, (*place.row, mark))
