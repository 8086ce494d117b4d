"""Whole names: two parts of one near each other, in any order, or all in one word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evenhand.matching.likeness import Hits
from evenhand.matching.names import Likeness, Names, Part
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
    told: set[tuple[int, Certainty]] = set()
    seen: set[tuple[int, int, bool]] = set()
    for one, other in _near_each_other(passage, hits):
        if not passage.is_field and not _may_be_names(passage, one, other):
            continue
        is_exact = not passage.is_field and _is_a_small_word(passage, one, other)
        pair = id(hits[one]), id(hits[other]), is_exact  # the same words have the same hits
        if pair not in seen:
            seen.add(pair)
            unlike = _same_person(hits[one], hits[other])
            told |= {(who, _certainty(how)) for who, how in unlike if how == 0 or not is_exact}
    yield from told


def _near_each_other(passage: Passage, hits: dict[int, Hits]) -> Iterator[tuple[int, int]]:
    for place in sorted(hits):
        for other in range(place + 1, min(len(passage.words), place + 2 + REACH)):
            if passage.starts(other) and not passage.is_field:
                break
            if other in hits:
                yield place, other


def _same_person(one: Hits, other: Hits) -> Iterator[tuple[int, int]]:
    """Whose name both have a part of, and how unlike the words are."""
    by_name: dict[int, list[Part]] = defaultdict(list)
    for part in other:
        by_name[part.name].append(part)
    for part, likeness in one.items():
        for second in by_name.get(part.name, ()):
            if part.unit != second.unit:
                yield part.person, likeness + other[second]


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
