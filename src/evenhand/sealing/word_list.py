"""The 2,048 words of receipts, found by their first four letters or by a near miss."""

from __future__ import annotations

import string
from functools import cache

from mnemonic import Mnemonic

_PREFIX = 4
_LONGEST = 8


@cache
def words() -> tuple[str, ...]:
    """The English list of BIP39: no two words share their first four letters."""
    return tuple(Mnemonic("english").wordlist)


def number_of(typed: str) -> int | None:
    """The number of a word, from the whole word or from four of its letters on."""
    number = _by_start().get(typed[:_PREFIX])
    return number if number is not None and words()[number].startswith(typed) else None


def near(typed: str) -> list[str]:
    """The other words, whole or cut off after four letters, that are one slip away.

    A slip is a letter wrong, missing or too many, or two neighbours swapped.
    """
    if len(typed) > _LONGEST + 1:
        return []
    numbers = {_by_spelling().get(slip) for slip in _slips(typed)} - {None, number_of(typed)}
    return sorted(words()[number] for number in numbers if number is not None)


def _slips(typed: str) -> set[str]:
    cuts = [(typed[:at], typed[at:]) for at in range(len(typed) + 1)]
    missing = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    wrong = {a + letter + b[1:] for a, b in cuts if b for letter in string.ascii_lowercase}
    added = {a + letter + b for a, b in cuts for letter in string.ascii_lowercase}
    return (missing | swapped | wrong | added) - {typed}


@cache
def _by_start() -> dict[str, int]:
    return {word[:_PREFIX]: number for number, word in enumerate(words())}


@cache
def _by_spelling() -> dict[str, int]:
    return _by_start() | {word: number for number, word in enumerate(words())}
