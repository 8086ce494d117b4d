"""Sealing under a symmetric key: AES-256-GCM with a key commitment.

Format: version (1) · salt (32) · commitment (32) · ciphertext and tag (plain + 16).
The salt makes the AES key single-use even when the outer key is not, so the nonce can be
zero. AES-GCM alone lets one ciphertext open under two keys; the commitment, compared first,
rules that out.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from evenhand.sealing.errors import CannotOpen, UnknownVersion
from evenhand.sealing.places import Place
from evenhand.sealing.secret import SecretBytes


class DataKey(SecretBytes):
    """32 bytes that seal and open. Never prints itself."""

    __slots__ = ()


VERSION = b"\x01"
SALT_BYTES = 32
COMMITMENT_BYTES = 32
OVERHEAD = len(VERSION) + SALT_BYTES + COMMITMENT_BYTES + 16
_HEADER = OVERHEAD - 16
_ZERO_NONCE = bytes(12)  # safe because no AES key is used twice: see _split


def new_data_key() -> DataKey:
    return DataKey(secrets.token_bytes(32))


def seal(plain: bytes, *, key: DataKey, place: Place) -> bytes:
    """The plain bytes, readable with this key in this place only; OVERHEAD bytes longer."""
    salt = secrets.token_bytes(SALT_BYTES)
    aes_key, commitment = _split(key, salt, place)
    return VERSION + salt + commitment + AESGCM(aes_key).encrypt(_ZERO_NONCE, plain, None)


def open_sealed(sealed: bytes, *, key: DataKey, place: Place) -> bytes:
    """What was sealed. Raises CannotOpen, or UnknownVersion for another format."""
    if sealed[:1] != VERSION:
        raise UnknownVersion
    if len(sealed) < OVERHEAD:
        raise CannotOpen
    salt, commitment = sealed[1 : 1 + SALT_BYTES], sealed[1 + SALT_BYTES : _HEADER]
    aes_key, expected = _split(key, salt, place)
    if not compare_digest(commitment, expected):
        raise CannotOpen
    try:
        return AESGCM(aes_key).decrypt(_ZERO_NONCE, sealed[_HEADER:], None)
    except InvalidTag as error:
        raise CannotOpen from error


def _split(key: DataKey, salt: bytes, place: Place) -> tuple[bytes, bytes]:
    """The AES key and the commitment of one sealing.

    The context starts with the version byte, which no context of `derive` does: whoever chooses
    the salt of a stored value cannot make this key equal to something derived elsewhere, and
    another version will never share a key with this one.
    """
    both = HKDF(hashes.SHA256(), 64, salt, VERSION + place.encode()).derive(key)
    return both[:32], both[32:]
