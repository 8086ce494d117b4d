"""A few words that two people compare aloud to see that they mean the same keys."""

from __future__ import annotations

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place
from evenhand.sealing.word_list import words

WORDS = 6  # 66 bits: nobody makes another key with the same words
_BITS = 11
_BYTES = 9


def check_words(public: bytes, *, place: Place) -> tuple[str, ...]:
    """The words of these public bytes in this place: the same for everybody who has them."""
    number = int.from_bytes(derive(public, place, length=_BYTES), "big")
    listed = words()
    return tuple(listed[number >> (_BITS * at) & (len(listed) - 1)] for at in range(WORDS))
