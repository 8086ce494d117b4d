"""Refusals of the sealing package.

SealingError
├── CannotOpen
│   └── Forged
├── CannotSeal
├── UnknownVersion
└── Mistyped
"""

from __future__ import annotations

from enum import StrEnum


class SealingError(Exception):
    """Something about sealed bytes or a code is not as it must be."""


class CannotOpen(SealingError):
    """These bytes do not open here: another key, another place, or changed bytes."""


class Forged(CannotOpen):
    """The signature was not made by this key over these bytes in this place."""


class CannotSeal(SealingError):
    """Nothing can be sealed to this public key."""


class UnknownVersion(SealingError):
    """These bytes were sealed in a format that this program does not know."""


class Spelling(StrEnum):
    """The two ways to write a receipt."""

    GROUPS = "group"
    WORDS = "word"


class Mistyped(SealingError):
    """That code does not look complete."""

    def __init__(
        self,
        spelling: Spelling,
        *,
        at: int | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__()
        self.spelling = spelling
        self.at = at  # 1-based group or word that looks wrong, None when unknown
        self.suggestion = suggestion  # the only word within one slip, if there is one
