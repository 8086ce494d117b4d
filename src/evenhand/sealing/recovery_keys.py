"""The organisation's recovery key: one secret, two key pairs that follow from it.

The secret exists for a moment when it is split, and again when enough shares come together, both
times on a machine away from the server. It knows no site: it can be made before there is one.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SigningKey, VerifyKey
from evenhand.sealing.wrapping import PublicKey, ReadingKey

_NO_SITE = b""
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class RecoveryPublic:
    """The public halves, which the server knows."""

    reading: PublicKey
    verify: VerifyKey

    @classmethod
    def from_bytes(cls, raw: bytes) -> RecoveryPublic:
        """From 64 bytes."""
        return cls(PublicKey(raw[:_KEY_BYTES]), VerifyKey(raw[_KEY_BYTES:]))

    def to_bytes(self) -> bytes:
        return self.reading + self.verify


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKeys:
    """Both private keys, for as long as the offline command runs. Never prints itself."""

    reading: ReadingKey
    signing: SigningKey

    @classmethod
    def from_secret(cls, secret: bytes) -> RecoveryKeys:
        return cls(
            reading=ReadingKey.from_bytes(
                derive(secret, Place(Purpose.RECOVERY_READING, _NO_SITE))
            ),
            signing=SigningKey.from_bytes(
                derive(secret, Place(Purpose.RECOVERY_SIGNING, _NO_SITE))
            ),
        )

    @property
    def public(self) -> RecoveryPublic:
        return RecoveryPublic(self.reading.public, self.signing.public)

    def __repr__(self) -> str:
        return "RecoveryKeys(…)"


def new_recovery_secret() -> DataKey:
    return DataKey(secrets.token_bytes(_KEY_BYTES))
