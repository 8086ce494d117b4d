"""Keys from keys: HKDF-SHA256 with a place as context."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evenhand.sealing.places import Place


def derive(key: bytes, place: Place, *, length: int = 32, salt: bytes | None = None) -> bytes:
    """`length` bytes that follow from the key and the place and tell nothing of the key.

    The length is part of the context: a shorter output is not the beginning of a longer one.
    """
    info = length.to_bytes(2, "big") + place.encode()
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)
