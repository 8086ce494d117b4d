"""Seal to somebody outside: they open it with a standard tool, and nobody here can.

The bytes are a file in the age format for one X25519 key, so that `age -d` opens it without this
program. Inside stands plain text, filled up with blank lines to the steps of `padding`: age itself
hides no length. Nothing here is bound to a place: whoever opens it has no site.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from evenhand.sealing.errors import CannotOpen, CannotSeal
from evenhand.sealing.padding import padded_size
from evenhand.sealing.secret import Secret

OutsideKey = NewType("OutsideKey", str)

_HEAD = "age1"
_CHECKSUM = 6  # letters at the end
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # of Bech32, in the order of their values
_SECRET_HEAD = "AGE-SECRET-KEY-1"  # noqa: S105 (how such a line begins)


@dataclass(frozen=True, slots=True, repr=False)
class OutsideIdentity:
    """What the outside contact keeps: the one thing that opens what is sealed to their key."""

    line: Secret
    key: OutsideKey

    def __repr__(self) -> str:
        return "OutsideIdentity(…)"


def new_outside_identity() -> OutsideIdentity:
    """A fresh pair. Only ever made on the outside contact's own machine."""
    return _identity(pyrage.x25519.Identity.generate())


def outside_key(typed: str) -> OutsideKey:
    """A key as somebody typed it. Raises CannotSeal when nothing could be sealed to it."""
    key = typed.strip().lower()
    try:
        pyrage.x25519.Recipient.from_str(key)
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(_point(key)))
    except (pyrage.RecipientError, ValueError) as error:
        raise CannotSeal from error
    return OutsideKey(key)


def outside_identity(kept: str) -> OutsideIdentity:
    """The identity in a file of `age-keygen` or of ours, or typed. Raises CannotOpen."""
    lines = [line.strip() for line in kept.splitlines()]
    identity = next((line for line in lines if line.upper().startswith(_SECRET_HEAD)), "")
    try:
        return _identity(pyrage.x25519.Identity.from_str(identity.upper()))
    except pyrage.IdentityError as error:
        raise CannotOpen from error


def seal_for_outside(text: Secret, *, to: OutsideKey) -> bytes:
    plain = text.reveal().encode("utf-8", "replace")
    filled = plain.ljust(padded_size(len(plain)), b"\n")
    sealed: bytes = pyrage.encrypt(filled, [pyrage.x25519.Recipient.from_str(to)])
    return sealed


def open_from_inside(sealed: bytes, *, identity: OutsideIdentity) -> Secret:
    """What was sealed, without the blank lines at its end. Raises CannotOpen."""
    try:
        plain = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity.line.reveal())])
    except pyrage.DecryptError as error:
        raise CannotOpen from error
    return Secret(plain.decode("utf-8", "replace").rstrip("\n"))


def _identity(made: pyrage.x25519.Identity) -> OutsideIdentity:
    return OutsideIdentity(Secret(str(made)), OutsideKey(str(made.to_public())))


def _point(key: str) -> bytes:
    """The 32 bytes that the letters spell; the library has checked them by now.

    It ends the whole request when a point is one of the few that hide nothing, so we look first.
    """
    value = 0
    for letter in key.removeprefix(_HEAD)[:-_CHECKSUM]:
        value = value * len(_LETTERS) + _LETTERS.index(letter)
    return (value >> 4).to_bytes(32, "big")
