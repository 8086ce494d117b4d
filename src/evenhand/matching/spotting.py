"""Where in a text words are like parts of the names, and how much."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evenhand.matching.likeness import Hits, like_parts, resembling_parts, same_parts
from evenhand.matching.names import Likeness, Names, Part
from evenhand.matching.passage import Passage
from evenhand.matching.reading import Word

REACH = 2  # how many words apart two parts of one name may stand


def hits_of(passage: Passage, names: Names) -> dict[int, Hits]:
    """Of every place whose word is like a part of a name: which parts, and how much."""
    spoken = passage.words
    look = _Look(passage, names)
    hits: dict[int, Hits] = {}
    for place, word in enumerate(spoken):
        found = look.thoroughly(word) if look.is_likely(word) else look.quickly(word)
        if found:
            hits[place] = found
    more: dict[int, Hits] = {}
    for place in {near for hit in hits for near in _around(hit, len(spoken)) if near not in hits}:
        thorough = look.thoroughly(spoken[place])
        loose = resembling_parts(spoken[place].text, _other_parts(hits, place, names))
        if thorough or loose:
            more[place] = loose | thorough if loose else thorough
    hits |= more
    _add_split_words(passage, names, hits)
    return hits


class _Look:
    """Each word is looked at once, however often it stands there."""

    def __init__(self, passage: Passage, names: Names) -> None:
        self.names = names
        self.endings_of = passage.endings_of
        self.is_every_word_likely = passage.is_field or not passage.has_capitals
        self.thorough: dict[str, Hits] = {}
        self.quick: dict[str, Hits] = {}

    def is_likely(self, word: Word) -> bool:
        """May it be a name, as far as one sees without reading it?"""
        return self.is_every_word_likely or word.is_capital or not word.is_cased

    def thoroughly(self, word: Word) -> Hits:
        if word.text not in self.thorough:
            self.thorough[word.text] = like_parts(word.text, self.names, self.endings_of)
        return self.thorough[word.text]

    def quickly(self, word: Word) -> Hits:
        if word.text not in self.quick:
            self.quick[word.text] = same_parts(word.text, self.names)
        return self.quick[word.text]


def _other_parts(hits: dict[int, Hits], place: int, names: Names) -> Iterator[Part]:
    """Of the names that are begun next to a place: their other words."""
    for near in (place - 1, place + 1):
        for part in hits.get(near, ()):
            yield from names.by_name[part.name]


def _around(place: int, end: int) -> range:
    return range(max(0, place - REACH), min(end, place + REACH + 1))


def _add_split_words(passage: Passage, names: Names, hits: dict[int, Hits]) -> None:
    """Parts that stand in two words here: Xiao Fang, O Rafferty."""
    for place, (word, following) in enumerate(pairwise(passage.words)):
        are_capital = word.is_capital and (following.is_capital or following.gap == "-")
        if not following.follows_closely or not (
            word.is_cased and (are_capital or passage.is_field)
        ):
            continue
        for part, likeness in same_parts(word.text + following.text, names).items():
            if likeness is Likeness.SAME:
                for half in (place, place + 1):
                    hits[half] = {**hits.get(half, {}), part: likeness}
