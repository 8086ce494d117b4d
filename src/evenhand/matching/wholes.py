"""Whole names: two parts of one near each other, in any order, or all in one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.matching.likeness import Hits
from evenhand.matching.names import Likeness, Names
from evenhand.matching.reading import Word
from evenhand.matching.spellings import letters
from evenhand.matching.spotting import REACH
from evenhand.matching.tables import words
from evenhand.matching.values import Certainty

Found = Iterator[tuple[int, Certainty]]
_SURE = Likeness.INFLECTED + Likeness.INFLECTED  # of two words together


def joined_in(spoken: Sequence[Word], names: Names) -> Iterator[int]:
    """Robertkettleby"""
    for word in {word.text for word in spoken}:
        for plain in letters(word):
            yield from names.whole.get(plain, ())


def pairs_in(spoken: Sequence[Word], hits: dict[int, Hits], *, is_field: bool) -> Found:
    """Two parts of one name near each other, in any order."""
    told: set[tuple[int, Certainty]] = set()
    for place in sorted(hits):
        for other in range(place + 1, min(len(spoken), place + 2 + REACH)):
            if spoken[other].starts and not is_field:
                break
            if is_field or _may_be_names(spoken[place], spoken[other]):
                told |= set(_same_person(hits[place], hits.get(other, {})))
    yield from told


def _same_person(one: Hits, other: Hits) -> Found:
    for part, likeness in one.items():
        for second, likeness_there in other.items():
            if part.name == second.name and part.unit != second.unit:
                is_sure = likeness + likeness_there <= _SURE
                yield part.person, Certainty.CLEAR if is_sure else Certainty.DOUBTFUL


def _may_be_names(one: Word, other: Word) -> bool:
    """Two words of which both may be just words need their capitals."""
    are_words = all(word.lower in words("both") or len(word.text) < 3 for word in (one, other))  # noqa: PLR2004
    return not are_words or all(word.is_capital or not word.is_cased for word in (one, other))
