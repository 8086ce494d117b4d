"""Who wrote it: Ed25519 signatures over a place and a message."""

from __future__ import annotations

from typing import NewType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from evenhand.sealing.errors import CannotOpen, Forged
from evenhand.sealing.places import Place

VerifyKey = NewType("VerifyKey", bytes)

SIGNATURE_BYTES = 64


class SigningKey:
    """A private key that signs. Never prints itself."""

    __slots__ = ("_key", "public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public = VerifyKey(key.public_key().public_bytes_raw())

    @classmethod
    def new(cls) -> SigningKey:
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, raw: bytes) -> SigningKey:
        try:
            return cls(Ed25519PrivateKey.from_private_bytes(raw))
        except ValueError as error:
            raise CannotOpen from error

    def to_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    def sign(self, message: bytes, *, place: Place) -> bytes:
        return self._key.sign(place.frame(message))

    def __repr__(self) -> str:
        return "SigningKey(…)"


def check_signature(signature: bytes, message: bytes, *, by: VerifyKey, place: Place) -> None:
    """Nothing when the holder of `by` signed this message in this place; raises Forged."""
    try:
        Ed25519PublicKey.from_public_bytes(by).verify(signature, place.frame(message))
    except (InvalidSignature, ValueError) as error:
        raise Forged from error
