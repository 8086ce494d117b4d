"""A recovery key's public half as a person types it, and the words by which people compare keys.

Eight lines of sixteen signs without I, L, O and U. Each line carries eight bytes and two check
bytes of its own, so that a slip is named by its line.
"""

from __future__ import annotations

import hashlib
import unicodedata

from evenhand.sealing.check_words import check_words
from evenhand.sealing.errors import MistypedKey
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.recovery_keys import RecoveryPublic

LINES = 8
_LINE_BYTES = 8
_LINE_SIGNS = 16
_GROUP_SIGNS = 4
_SIGN_BITS = 5
_CHECK_BITS = 16
_LONGEST_TYPED = 1000
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")


def spell_key(key: RecoveryPublic) -> tuple[str, ...]:
    """Eight lines, each of four groups of four signs."""
    raw = key.to_bytes()
    parts = (raw[at : at + _LINE_BYTES] for at in range(0, len(raw), _LINE_BYTES))
    return tuple(_line(number, part) for number, part in enumerate(parts, start=1))


def parse_key(typed: str) -> RecoveryPublic:
    """The key that was meant; spaces, hyphens and small letters do not matter.

    Raises MistypedKey, which names the line where one can be told.
    """
    lines = [line for each in typed[:_LONGEST_TYPED].splitlines() if (line := _tidied(each))]
    if len(lines) != LINES:
        whole = "".join(lines)
        if len(whole) != LINES * _LINE_SIGNS:
            raise MistypedKey
        lines = [whole[at : at + _LINE_SIGNS] for at in range(0, len(whole), _LINE_SIGNS)]
    parts = (_part(number, line) for number, line in enumerate(lines, start=1))
    return RecoveryPublic.from_bytes(b"".join(parts))


def words_of_key(key: RecoveryPublic) -> tuple[str, ...]:
    """Six words that people read to each other to see that they have the same key."""
    return check_words(key.to_bytes(), place=Place(Purpose.CHECK_WORDS, b"", (b"recovery key",)))


def _line(number: int, part: bytes) -> str:
    bits = int.from_bytes(part, "big") << _CHECK_BITS | _check(number, part)
    last = (1 << _SIGN_BITS) - 1
    shifts = (_SIGN_BITS * at for at in reversed(range(_LINE_SIGNS)))
    signs = "".join(_SIGNS[bits >> shift & last] for shift in shifts)
    return " ".join(signs[at : at + _GROUP_SIGNS] for at in range(0, _LINE_SIGNS, _GROUP_SIGNS))


def _part(number: int, line: str) -> bytes:
    if len(line) != _LINE_SIGNS or not set(line) <= set(_SIGNS):
        raise MistypedKey(at=number)
    bits = 0
    for sign in line:
        bits = bits << _SIGN_BITS | _SIGNS.index(sign)
    part = (bits >> _CHECK_BITS).to_bytes(_LINE_BYTES, "big")
    if bits & ((1 << _CHECK_BITS) - 1) != _check(number, part):
        raise MistypedKey(at=number)
    return part


def _check(number: int, part: bytes) -> int:
    whole = hashlib.sha256(b"recovery key" + bytes([number]) + part).digest()
    return int.from_bytes(whole[: _CHECK_BITS // 8], "big")


def _tidied(line: str) -> str:
    plain = unicodedata.normalize("NFKC", line).upper()
    return "".join(sign for sign in plain if sign.isalnum()).translate(_LOOK_ALIKES)
