"""Hide how much somebody wrote: text is padded to 1, 4, 16, 64 KiB, then to whole 64 KiB."""

from __future__ import annotations

from evenhand.sealing.errors import CannotOpen

KIB = 1024
STEPS = (1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB)
_LENGTH_BYTES = 4


def pad(plain: bytes) -> bytes:
    """Length (4 bytes), the bytes, then zeros up to the next step."""
    framed = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
    return framed.ljust(padded_size(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """What was padded. Raises CannotOpen when the length cannot be right."""
    size = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if len(padded) < _LENGTH_BYTES or size > len(padded) - _LENGTH_BYTES:
        raise CannotOpen
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + size]


def padded_size(needed: int) -> int:
    """The step that so many bytes are filled up to."""
    for step in STEPS:
        if needed <= step:
            return step
    largest = STEPS[-1]
    return -(-needed // largest) * largest
