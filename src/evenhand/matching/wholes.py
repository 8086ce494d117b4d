"""Whole names: two parts of one near each other, in any order, or all in one word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.matching.likeness import Hits
from evenhand.matching.names import Likeness, Names
from evenhand.matching.passage import Passage
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


def pairs_in(passage: Passage, hits: dict[int, Hits]) -> Found:
    """Two parts of one name near each other, in any order."""
    spoken = passage.words
    told: set[tuple[int, Certainty]] = set()
    for place in sorted(hits):
        for other in range(place + 1, min(len(spoken), place + 2 + REACH)):
            if spoken[other].starts and not passage.is_field:
                break
            if other not in hits:
                continue
            likely = passage.is_field or _may_be_names(passage, place, other)
            for person, surety in _same_person(hits[place], hits[other]) if likely else ():
                if surety == 0 or passage.is_field or not _is_a_small_word(passage, place, other):
                    told.add((person, _certainty(surety)))
    yield from told


def _same_person(one: Hits, other: Hits) -> Iterator[tuple[int, int]]:
    """Whose name both have a part of, and how unlike the words are."""
    for part, likeness in one.items():
        for second, likeness_there in other.items():
            if part.name == second.name and part.unit != second.unit:
                yield part.person, likeness + likeness_there


def _certainty(unlike: int) -> Certainty:
    return Certainty.CLEAR if unlike <= _SURE else Certainty.DOUBTFUL


def _is_a_small_word(passage: Passage, one: int, other: int) -> bool:
    """Dawn came late: written small, and one of them is a word."""
    pair = [passage.words[one], passage.words[other]]
    are_small = all(word.is_cased and not word.is_capital for word in pair)
    return are_small and passage.has_capitals and any(word.lower in words("both") for word in pair)


def _may_be_names(passage: Passage, one: int, other: int) -> bool:
    """Two words of which both may be just words need their capitals, where there are any."""
    pair = [passage.words[one], passage.words[other]]
    are_words = all(
        word.lower in words("both") or len(word.text) < 3 or passage.is_small(place)  # noqa: PLR2004
        for word, place in zip(pair, (one, other), strict=True)
    )
    is_careless = not passage.has_capitals and other == one + 1
    return (
        not are_words or is_careless or all(word.is_capital or not word.is_cased for word in pair)
    )
