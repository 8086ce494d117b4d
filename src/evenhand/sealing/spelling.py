"""Read and write receipts: tolerant of numeral scripts, spaces, hyphens, case and cut-off words."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache

from mnemonic import Mnemonic

from evenhand.sealing.errors import Mistyped, Spelling
from evenhand.sealing.receipts import DIGITS, Receipt

GROUPS = 6
GROUP_DIGITS = 4
WORDS = 8
_BITS_PER_WORD = 11
_DIGIT_BITS = 74
_CHECK_BITS = WORDS * _BITS_PER_WORD - _DIGIT_BITS
_PREFIX = 4


def groups_of(receipt: Receipt) -> tuple[str, ...]:
    """Six groups of four digits; the last two digits are check digits."""
    number = receipt.digits + _check_digits(receipt.digits)
    return tuple(
        number[at : at + GROUP_DIGITS] for at in range(0, len(number), GROUP_DIGITS)
    )


def words_of(receipt: Receipt) -> tuple[str, ...]:
    """Eight words of the English list."""
    bits = int(receipt.digits) << _CHECK_BITS | _check_bits(receipt.digits)
    last = (1 << _BITS_PER_WORD) - 1
    return tuple(
        _words()[bits >> (WORDS - 1 - at) * _BITS_PER_WORD & last]
        for at in range(WORDS)
    )


def parse_receipt(typed: str) -> Receipt:
    """The receipt that was meant, from either spelling. Raises Mistyped."""
    plain = unicodedata.normalize("NFKC", typed)
    if any(unicodedata.category(char) == "Nd" for char in plain):
        return _from_digits(plain)
    return _from_words(plain)


def _from_digits(plain: str) -> Receipt:
    digits = "".join(
        str(unicodedata.decimal(char))
        for char in plain
        if unicodedata.category(char) == "Nd"
    )
    if len(digits) != GROUPS * GROUP_DIGITS:
        raise Mistyped(Spelling.GROUPS, at=_odd_group(plain))
    if _check_digits(digits[:DIGITS]) != digits[DIGITS:]:
        raise Mistyped(Spelling.GROUPS)
    return Receipt(digits[:DIGITS])


def _odd_group(plain: str) -> int | None:
    """The first typed group that is not four digits long, when groups were typed at all."""
    groups = plain.replace("-", " ").split()
    for at, group in enumerate(groups, start=1):
        if len(group) != GROUP_DIGITS and len(groups) > 1:
            return at
    return None


def _from_words(plain: str) -> Receipt:
    typed = "".join(c if c.isalpha() else " " for c in plain.casefold()).split()
    numbers = [_word_number(word, at) for at, word in enumerate(typed, start=1)]
    if len(numbers) != WORDS:
        raise Mistyped(Spelling.WORDS, at=None)
    bits = 0
    for number in numbers:
        bits = bits << _BITS_PER_WORD | number
    digits = f"{bits >> _CHECK_BITS:0{DIGITS}d}"
    if len(digits) != DIGITS or _check_bits(digits) != bits & ((1 << _CHECK_BITS) - 1):
        raise Mistyped(Spelling.WORDS)
    return Receipt(digits)


def _word_number(word: str, at: int) -> int:
    number = _by_prefix().get(word[:_PREFIX])
    if number is None or not (
        _words()[number].startswith(word) or word == _words()[number]
    ):
        raise Mistyped(Spelling.WORDS, at=at, suggestion=_only_neighbour(word))
    return number


def _only_neighbour(word: str) -> str | None:
    """The word of the list that differs by one letter, if there is exactly one."""
    near = [known for known in _words() if _differs_by_one(word, known)]
    return near[0] if len(near) == 1 else None


def _differs_by_one(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _check_digits(digits: str) -> str:
    return f"{98 - int(digits) * 100 % 97:02d}"


def _check_bits(digits: str) -> int:
    return int.from_bytes(
        hashlib.sha256(b"receipt" + digits.encode()).digest(), "big"
    ) >> (256 - _CHECK_BITS)


@cache
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)


@cache
def _by_prefix() -> dict[str, int]:
    return {word[:_PREFIX]: number for number, word in enumerate(_words())}
