"""Keys from what a person types: Argon2id with the pepper as its secret input.

The pepper lives outside the database, so that a copy of the database alone cannot be used to
try passphrases at all.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.secret import SecretBytes


class Pepper(SecretBytes):
    """The site's secret input to every stretching. Never prints itself."""

    __slots__ = ()


# Argon2 takes memory and a core; more at once only makes everybody wait longer.
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess costs."""

    memory_kib: int
    passes: int


ACCOUNT_COST = Cost(memory_kib=64 * 1024, passes=3)
RECEIPT_COST = Cost(memory_kib=19 * 1024, passes=2)  # a receipt carries 73 bits of its own


@dataclass(frozen=True, slots=True, repr=False)
class Stretched:
    """A passphrase after its one Argon2id run, in two halves that tell nothing of each other."""

    verifier: str  # hex SHA-256 of the authentication half; what the database keeps
    key: DataKey  # opens the member's private keys


def stretch_passphrase(
    passphrase: str,
    *,
    salt: bytes,
    pepper: Pepper,
    site: bytes,
    cost: Cost = ACCOUNT_COST,
) -> Stretched:
    """One run gives 64 bytes; HKDF splits them into an authentication and a key half.

    NFKC first: keyboards differ in how they send é.
    """
    typed = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    stretched = stretch(typed, salt=salt, pepper=pepper, cost=cost)
    auth = derive(stretched, Place(Purpose.ACCOUNT_AUTH, site))
    key = derive(stretched, Place(Purpose.ACCOUNT_KEY, site))
    return Stretched(verifier=hashlib.sha256(auth).hexdigest(), key=DataKey(key))


def stretch(typed: bytes, *, salt: bytes, pepper: Pepper, cost: Cost) -> bytes:
    """64 bytes that are slow to compute from what was typed."""
    with _AT_ONCE:
        return Argon2id(
            salt=salt,
            length=64,
            iterations=cost.passes,
            lanes=1,
            memory_cost=cost.memory_kib,
            secret=pepper,
        ).derive(typed)
