"""Whom do the answers of a report name?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from evenhand.matching.alone import named_alone
from evenhand.matching.handles import Handles, gathered_handles, handles_in, without_servers
from evenhand.matching.initials import initials_in_field, initials_in_story
from evenhand.matching.names import Names, gathered
from evenhand.matching.passage import Passage
from evenhand.matching.reading import SEGMENTS, words_of
from evenhand.matching.signs import Signs, gathered_signs, parts_in, whole_names_in
from evenhand.matching.spellings import cleaned
from evenhand.matching.spotting import hits_of
from evenhand.matching.values import Certainty, Known, Mention
from evenhand.matching.wholes import joined_in, pairs_in

Found = Iterator[tuple[int, Certainty]]


@dataclass(frozen=True, slots=True, repr=False)
class _Sought:
    """All that is looked for, by its keys."""

    names: Names
    handles: Handles
    signs: Signs


def mentions_in(
    structured: Sequence[str], free_text: Sequence[str], known: Sequence[Known]
) -> list[Mention]:
    """Everybody named in short answers ("Bob from the desk, @bobk") or in stories; once each."""
    sought = _sought(tuple(known))
    surest: dict[int, Certainty] = {}
    for found in (
        *(_in_field(cleaned(text), sought) for text in structured),
        *(_in_story(cleaned(text), sought) for text in free_text),
    ):
        for person, certainty in found:
            if surest.get(person) is not Certainty.CLEAR:
                surest[person] = certainty
    return [Mention(known[person].id, surest[person]) for person in sorted(surest)]


def read_lists() -> None:
    """Read every list now, which takes a moment, so that nobody who reports waits for it."""
    someone = Known(id=0, names=("Robin Larkspur",), handles=("robin",))
    mentions_in(["Robin"], ["I saw Anna Smith. @robin was there, and he said nothing."], [someone])


@lru_cache(maxsize=4)
def _sought(known: tuple[Known, ...]) -> _Sought:
    """Kept while the members stay the same. No word of a report gets into it."""
    sought = _Sought(gathered(known), gathered_handles(known), gathered_signs(known))
    for index in (sought.names, sought.handles, sought.signs):
        for part in fields(index):
            getattr(index, part.name).default_factory = None  # a look must not add a key
    return sought


def _in_field(text: str, sought: _Sought) -> Found:
    yield from _anywhere(text, sought, is_field=True)
    yield from _doubtful(initials_in_field(text, sought.names))
    for segment in SEGMENTS.split(without_servers(text)):
        passage = Passage.of(words_of(segment), is_field=True)
        hits = hits_of(passage, sought.names)
        yield from _doubtful(named_alone(passage, hits, sought.names))


def _in_story(text: str, sought: _Sought) -> Found:
    yield from _anywhere(text, sought, is_field=False)
    yield from _doubtful(initials_in_story(text, sought.names))


def _anywhere(text: str, sought: _Sought, *, is_field: bool) -> Found:
    yield from handles_in(text, sought.handles, is_field=is_field)
    yield from ((person, Certainty.CLEAR) for person in whole_names_in(text, sought.signs))
    yield from _doubtful(parts_in(text, sought.signs, is_field=is_field))
    spoken = words_of(without_servers(text))
    passage = Passage.of(spoken, is_field=is_field)
    hits = hits_of(passage, sought.names)
    yield from ((person, Certainty.CLEAR) for person in joined_in(spoken, sought.names))
    yield from pairs_in(passage, hits)
    if not is_field:
        yield from _doubtful(named_alone(passage, hits, sought.names))


def _doubtful(persons: Iterable[int]) -> Found:
    return ((person, Certainty.DOUBTFUL) for person in persons)
