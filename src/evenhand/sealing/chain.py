"""A hash chain over sealed entries, so that a missing or moved one is seen.

The chain cannot show that the newest entries were cut off: for that somebody must remember the
last link.
"""

from __future__ import annotations

import hashlib

from evenhand.sealing.places import Place

START = bytes(32)


def digest_of(sealed: bytes) -> bytes:
    """SHA-256 of sealed bytes (never of plain text: that could be guessed and confirmed)."""
    return hashlib.sha256(sealed).digest()


def link_after(previous: bytes, digest: bytes, *, place: Place) -> bytes:
    """The link of an entry: follows from all entries before it, its own bytes and its place.

    The framed place comes first, so that no link can also be the digest of a sealed value.
    """
    return hashlib.sha256(place.frame(previous + digest)).digest()
