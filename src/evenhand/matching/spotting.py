"""Where in a text words are like parts of the names, and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.matching.likeness import Hits, like_parts, resembling_parts, same_parts
from evenhand.matching.names import Likeness, Names, Part
from evenhand.matching.passage import Passage
from evenhand.matching.reading import Word

REACH = 2  # how many words apart two parts of one name may stand


def hits_of(passage: Passage, names: Names) -> dict[int, Hits]:
    """Of every place whose word is like a part of a name: which parts, and how much."""
    spoken, is_field = passage.words, passage.is_field
    known: dict[tuple[str, bool], Hits] = {}
    hits: dict[int, Hits] = {}
    for place, word in enumerate(spoken):
        is_likely = is_field or word.is_capital or not (word.is_cased and passage.has_capitals)
        key = word.text, is_likely
        if key not in known:
            known[key] = (
                like_parts(word.text, names, passage.endings_of)
                if is_likely
                else same_parts(word.text, names)
            )
        if known[key]:
            hits[place] = known[key]
    more: dict[int, Hits] = {}
    for place in {near for hit in hits for near in _around(hit, len(spoken)) if near not in hits}:
        thorough = like_parts(spoken[place].text, names, passage.endings_of)
        loose = resembling_parts(spoken[place].text, _other_parts(hits, place, names))
        if thorough or loose:
            more[place] = loose | thorough
    hits |= more
    _add_split_words(spoken, names, hits, is_field=is_field)
    return hits


def _other_parts(hits: dict[int, Hits], place: int, names: Names) -> Iterator[Part]:
    """Of the names that are begun next to a place: their other words."""
    for near in (place - 1, place + 1):
        for part in hits.get(near, ()):
            yield from names.by_name[part.name]


def _around(place: int, end: int) -> range:
    return range(max(0, place - REACH), min(end, place + REACH + 1))


def _add_split_words(
    spoken: Sequence[Word], names: Names, hits: dict[int, Hits], *, is_field: bool
) -> None:
    """Parts that stand in two words here: Xiao Fang, O Rafferty."""
    for place in range(len(spoken) - 1):
        word, following = spoken[place : place + 2]
        is_likely = is_field or (word.is_capital and (following.is_capital or following.gap == "-"))
        if following.follows_closely and word.is_cased and is_likely:
            for part, likeness in same_parts(_text(spoken, place, 2), names).items():
                if likeness is Likeness.SAME:
                    hits.setdefault(place, {})[part] = likeness
                    hits.setdefault(place + 1, {})[part] = likeness


def _text(spoken: Sequence[Word], place: int, count: int) -> str:
    return "".join(word.text for word in spoken[place : place + count])
