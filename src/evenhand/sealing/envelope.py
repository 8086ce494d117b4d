"""Sealing under a symmetric key: AES-256-GCM with a key commitment.

Format: version (1) · salt (32) · commitment (32) · ciphertext and tag (plain + 16).
The salt makes the AES key single-use even when the outer key is not, so the nonce can be
zero. AES-GCM alone lets one ciphertext open under two keys; the commitment, compared first,
rules that out.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from evenhand.sealing.deriving import derive
from evenhand.sealing.errors import CannotOpen, UnknownVersion
from evenhand.sealing.places import Place

DataKey = NewType("DataKey", bytes)

VERSION = b"\x01"
SALT_BYTES = 32
COMMITMENT_BYTES = 32
OVERHEAD = len(VERSION) + SALT_BYTES + COMMITMENT_BYTES + 16
_ZERO_NONCE = bytes(12)


def new_data_key() -> DataKey:
    return DataKey(secrets.token_bytes(32))


def seal(plain: bytes, *, key: DataKey, place: Place) -> bytes:
    """The plain bytes, readable with this key in this place only; OVERHEAD bytes longer."""
    salt = secrets.token_bytes(SALT_BYTES)
    aes_key, commitment = _split(key, salt, place)
    return (
        VERSION + salt + commitment + AESGCM(aes_key).encrypt(_ZERO_NONCE, plain, None)
    )


def open_sealed(sealed: bytes, *, key: DataKey, place: Place) -> bytes:
    """What was sealed. Raises CannotOpen, or UnknownVersion for another format."""
    if sealed[:1] != VERSION:
        raise UnknownVersion
    salt = sealed[1 : 1 + SALT_BYTES]
    commitment = sealed[1 + SALT_BYTES : 1 + SALT_BYTES + COMMITMENT_BYTES]
    aes_key, expected = _split(key, salt, place)
    if not compare_digest(commitment, expected):
        raise CannotOpen
    try:
        return AESGCM(aes_key).decrypt(
            _ZERO_NONCE, sealed[1 + SALT_BYTES + COMMITMENT_BYTES :], None
        )
    except InvalidTag as error:
        raise CannotOpen from error


def _split(key: DataKey, salt: bytes, place: Place) -> tuple[bytes, bytes]:
    both = derive(key, place, length=64, salt=salt)
    return both[:32], both[32:]
