"""Refusals of the sealing package.

SealingError
├── CannotOpen
│   └── Forged
├── CannotSeal
├── UnknownVersion
├── Mistyped
├── MistypedKey
└── ShareError
    ├── MistypedShare
    ├── WrongLength
    ├── SameShare
    ├── MixedShares
    ├── TooFewShares
    ├── WrongShares
    └── OtherKey
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


class MistypedKey(SealingError):
    """That is not a recovery key: it has eight lines of sixteen letters and digits."""

    def __init__(self, *, at: int | None = None) -> None:
        super().__init__()
        self.at = at  # 1-based line that looks wrong, None when unknown

    def __str__(self) -> str:
        return f"Line {self.at} does not look right." if self.at else str(self.__doc__)


class ShareError(SealingError):
    """These shares do not open anything."""

    def __str__(self) -> str:
        return (self.__doc__ or "").partition("\n")[0]


class MistypedShare(ShareError):
    """One or several words do not look right."""

    def __init__(self, *, at: int | None = None) -> None:
        super().__init__()
        self.at = at  # 1-based word that looks wrong, None when unknown

    def __str__(self) -> str:
        return f"Word {self.at} does not look right." if self.at else super().__str__()


class WrongLength(ShareError):
    """A share has 33 words."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def __str__(self) -> str:
        return f"A share has 33 words; these are {self.count}."


class SameShare(ShareError):
    """That is the same share as before. Each holder has a different one."""


class MixedShares(ShareError):
    """These shares are of different sets: one may be of an older key, or of something else."""


class TooFewShares(ShareError):
    """Too few shares: they tell nothing yet."""


class WrongShares(ShareError):
    """These shares do not fit together: one of them was not made with the others."""


class OtherKey(ShareError):
    """These shares fit together, but make another key. Were they split with a passphrase?"""
