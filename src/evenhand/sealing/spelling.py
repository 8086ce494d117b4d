"""Read and write receipts: tolerant of numeral scripts, spaces, hyphens, case and cut-off words.

Reading first looks for a receipt anywhere in what was typed or pasted (a saved note with its
headings and numbered words will do) and only then asks what is wrong. Nothing is ever guessed:
a near miss becomes a suggestion.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from evenhand.sealing.errors import Mistyped, Spelling
from evenhand.sealing.receipts import DIGITS, Receipt
from evenhand.sealing.word_list import near, number_of, words

GROUPS = 6
GROUP_DIGITS = 4
WORDS = 8
_BITS_PER_WORD = 11
_DIGIT_BITS = 74
_CHECK_BITS = WORDS * _BITS_PER_WORD - _DIGIT_BITS
_LONGEST_TYPED = 4000  # a saved note is shorter; more is not read
_LABEL_DIGITS = 2  # "1." to "08" before a word
_ZERO_WIDTH_SPACE = "\u200b"  # stands between words; all other invisible marks within them


def groups_of(receipt: Receipt) -> tuple[str, ...]:
    """Six groups of four digits; the last two digits are check digits."""
    number = receipt.digits + _check_digits(receipt.digits)
    return tuple(number[at : at + GROUP_DIGITS] for at in range(0, len(number), GROUP_DIGITS))


def words_of(receipt: Receipt) -> tuple[str, ...]:
    """Eight words of the English list."""
    bits = int(receipt.digits) << _CHECK_BITS | _check_bits(receipt.digits)
    last = (1 << _BITS_PER_WORD) - 1
    return tuple(words()[bits >> (WORDS - 1 - at) * _BITS_PER_WORD & last] for at in range(WORDS))


def parse_receipt(typed: str) -> Receipt:
    """The receipt that was meant, from either spelling. Raises Mistyped."""
    text = _tidied(typed)
    runs = ["".join(run.split()) for run in re.split(r"[^\d ]+", text)]
    eights = _eights(re.findall(r"[^\d ]+", text))
    for found in (*map(_from_words, eights), *map(_from_digits, runs)):
        if found is not None:
            return found
    best = min(eights, key=_unknown)
    is_words = len(best) - _unknown(best) >= WORDS // 2
    if is_words or (best and len(max(runs, key=len)) <= _LABEL_DIGITS):
        raise _mistyped_words(best)
    raise Mistyped(Spelling.GROUPS, at=_odd_group(text))


def _tidied(typed: str) -> str:
    """Plain small letters, the digits 0 to 9, and spaces for all the rest."""
    plain = unicodedata.normalize("NFKD", typed[:_LONGEST_TYPED]).casefold().replace("ı", "i")
    return "".join(_tidy(char) for char in plain[:_LONGEST_TYPED])


def _tidy(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    is_invisible = category == "Cf" and char != _ZERO_WIDTH_SPACE
    if is_invisible or category.startswith("M"):
        return ""
    # "Lm" are marks that look like a hyphen or an apostrophe, such as the Japanese "ー".
    return char if category in {"Ll", "Lo"} else " "


def _eights(typed: list[str]) -> list[list[str]]:
    """Every eight words in a row, the last ones first: a heading stands above a code."""
    starts = range(max(1, len(typed) - WORDS + 1))
    return [typed[at : at + WORDS] for at in reversed(starts)]


def _from_words(typed: Sequence[str]) -> Receipt | None:
    numbers = [number for number in map(number_of, typed) if number is not None]
    if len(numbers) != WORDS:
        return None
    bits = 0
    for number in numbers:
        bits = bits << _BITS_PER_WORD | number
    digits = f"{bits >> _CHECK_BITS:0{DIGITS}d}"
    is_right = _check_bits(digits) == bits & ((1 << _CHECK_BITS) - 1)
    return Receipt(digits) if is_right and len(digits) == DIGITS else None


def _from_digits(run: str) -> Receipt | None:
    digits, check = run[:DIGITS], run[DIGITS:]
    is_right = len(run) == GROUPS * GROUP_DIGITS and check == _check_digits(digits)
    return Receipt(digits) if is_right else None


def _unknown(typed: Sequence[str]) -> int:
    return sum(number_of(word) is None for word in typed)


def _mistyped_words(typed: Sequence[str]) -> Mistyped:
    """Which word looks wrong, and what was meant if the check or the list leaves one choice."""
    unknown = [at for at, word in enumerate(typed) if number_of(word) is None]
    fitting = [
        (at, other)
        for at in unknown[:1] or range(len(typed))
        for other in near(typed[at])
        if _from_words([*typed[:at], other, *typed[at + 1 :]])
    ]
    if len(fitting) == 1:
        at, other = fitting[0]
        return Mistyped(Spelling.WORDS, at=at + 1, suggestion=other)
    if not unknown:
        return Mistyped(Spelling.WORDS)
    meant = near(typed[unknown[0]])
    only = meant[0] if len(meant) == 1 else None
    return Mistyped(Spelling.WORDS, at=unknown[0] + 1, suggestion=only)


def _odd_group(text: str) -> int | None:
    """The first group that is not four digits, when most are: then groups were meant.

    When all have four and only the check fails, none is named: the check is mod 97, which a
    change in any group could put right.
    """
    groups = [part for part in text.split() if not part.isalpha()]
    odd = [at for at, part in enumerate(groups) if len(part) % GROUP_DIGITS or not part.isdigit()]
    if not odd or len(odd) * 2 >= len(groups):
        return None
    at = sum(map(len, groups[: odd[0]])) // GROUP_DIGITS + 1
    return at if at <= GROUPS else None


def _check_digits(digits: str) -> str:
    return f"{98 - int(digits) * 100 % 97:02d}"


def _check_bits(digits: str) -> int:
    whole = hashlib.sha256(b"receipt" + digits.encode()).digest()
    return int.from_bytes(whole, "big") >> (8 * len(whole) - _CHECK_BITS)
