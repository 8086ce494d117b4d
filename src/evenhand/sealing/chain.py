"""A hash chain over sealed entries, so that a missing or moved one is seen."""

from __future__ import annotations

import hashlib

from evenhand.sealing.places import Place

START = bytes(32)


def digest_of(sealed: bytes) -> bytes:
    """SHA-256 of sealed bytes (never of plain text: that could be guessed and confirmed)."""
    return hashlib.sha256(sealed).digest()


def link_after(previous: bytes, digest: bytes, *, place: Place) -> bytes:
    """The link of an entry: follows from all entries before it, its own bytes and its place."""
    return hashlib.sha256(previous + digest + place.encode()).digest()
