"""Sealing to somebody's public key: HPKE base mode (RFC 9180).

Format: suite (1) · HPKE encapsulation and ciphertext. Suite 1 is
DHKEM(X25519)/HKDF-SHA256/AES-256-GCM; the byte leaves room for a post-quantum hybrid.
Anyone may wrap; authorship comes from signatures, never from HPKE's Auth mode.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from evenhand.sealing.errors import CannotOpen, CannotSeal, UnknownVersion
from evenhand.sealing.places import Place

PublicKey = NewType("PublicKey", bytes)

X25519_SUITE = b"\x01"
OVERHEAD = 1 + 32 + 16
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class ReadingKey:
    """A private key that opens what was wrapped to its public half. Never prints itself."""

    __slots__ = ("_key", "public")

    def __init__(self, key: X25519PrivateKey) -> None:
        self._key = key
        self.public = PublicKey(key.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> ReadingKey:
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: bytes) -> ReadingKey:
        try:
            return cls(X25519PrivateKey.from_private_bytes(raw))
        except ValueError as error:
            raise CannotOpen from error

    def to_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    def unwrap(self, wrapped: bytes, *, place: Place) -> bytes:
        """What was wrapped to this key. Raises CannotOpen, or UnknownVersion."""
        if wrapped[:1] != X25519_SUITE:
            raise UnknownVersion
        try:
            return _SUITE.decrypt(wrapped[1:], self._key, info=place.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def __repr__(self) -> str:
        return "ReadingKey(…)"


def wrap(plain: bytes, *, to: PublicKey, place: Place) -> bytes:
    """The plain bytes, readable by the holder of `to` in this place; OVERHEAD bytes longer.

    Raises CannotSeal when `to` is no key, or one of the few that everybody could open.
    """
    try:
        public = X25519PublicKey.from_public_bytes(to)
        return X25519_SUITE + _SUITE.encrypt(plain, public, info=place.encode())
    except ValueError as error:
        raise CannotSeal from error


def wrap_to_nobody(size: int, *, place: Place) -> bytes:
    """A wrap that nobody can open; looks like a real one of `size` plain bytes."""
    return wrap(secrets.token_bytes(size), to=_nobody(), place=place)


@cache
def _nobody() -> PublicKey:
    """A public key whose private half is gone.

    One for the process, so that a wrap to nobody takes as long as a real one. A wrap tells
    neither which key it is for nor whether another is for the same.
    """
    return ReadingKey.new().public
