"""One part of a name by itself: a first name, a surname, a nickname. Never more than doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evenhand.matching.context import does_not_begin, may_be_misspelt, names_a_person
from evenhand.matching.letters import latin
from evenhand.matching.likeness import Hits
from evenhand.matching.names import Likeness, Names, Part
from evenhand.matching.passage import Passage
from evenhand.matching.spellings import letters
from evenhand.matching.tables import every_name, people, words

_OWNS = re.compile("['’]s$")
_LONG = 5  # letters


def named_alone(passage: Passage, hits: dict[int, Hits], names: Names) -> Iterator[int]:
    told: set[int] = set()
    for place, parts in hits.items():
        for part, likeness in parts.items():
            if part.person in told or not _tells(passage, place, part, likeness=likeness):
                continue
            around = _around(passage, place, part)
            own = _own_places(passage, around, part, names=names, hits=hits)
            if names_a_person(passage, around, part, own=own):
                told.add(part.person)
                yield part.person


def _own_places(
    passage: Passage, around: Sequence[int], part: Part, *, names: Names, hits: dict[int, Hits]
) -> frozenset[int]:
    """Next to a part of a name: the words that are or begin like another part of it."""
    others = {other.plain[:3] for other in names.by_name[part.name] if other.unit != part.unit}
    initials = {plain[:1] for plain in others}
    beginnings = {plain[:2] for plain in others}
    near = (*range(around[0] - 3, around[0]), *range(around[1] + 1, around[1] + 4))
    return frozenset(
        place
        for place in near
        if _is_of(hits.get(place, {}), part)
        or (begins := latin(passage.text(place)[:3].lower())[:3]) in others
        or begins in initials
        or (place == around[0] - 1 and not part.is_given and begins[:2] in beginnings)
    )


def _is_of(hits: Hits, part: Part) -> bool:
    return any(other.name == part.name and other.unit != part.unit for other in hits)


def _around(passage: Passage, place: int, part: Part) -> tuple[int, int]:
    """The first and last place of a part, which may be written in two words."""
    if passage.text(place + 1) and _in_order(passage, place, place + 1) == part.plain:
        return place, place + 1
    if passage.text(place - 1) and _in_order(passage, place, place - 1) == part.plain:
        return place - 1, place
    return place, place


def _in_order(passage: Passage, place: int, near: int) -> str:
    first, second = (passage.text(at) for at in sorted((place, near)))
    joined = first + _OWNS.sub("", second)
    return min(letters(joined), default="")


def _tells(passage: Passage, place: int, part: Part, *, likeness: Likeness) -> bool:
    """Is the word like enough to the part for one that stands alone?"""
    return (
        _may_stand_there(passage, place, part)
        and (
            likeness is Likeness.SAME
            or (
                passage.lower(place - 1) not in {"the", "a", "an"}
                and _is_like_enough(passage, place, part, likeness=likeness)
            )
        )
        and len(passage.text(place)) > 1
    )


def _may_stand_there(passage: Passage, place: int, part: Part) -> bool:
    """Not a particle, nor a part that means somebody beside its particles only."""
    word = passage.words[place]
    is_particle = word.lower in words("particles") and part.plain == word.lower
    is_name = part.is_given and word.is_capital
    has_particles = not part.needs_particles or passage.lower(place - 1) in words("joining")
    return part.may_stand_alone and has_particles and (is_name or not is_particle)


def _is_like_enough(passage: Passage, place: int, part: Part, *, likeness: Likeness) -> bool:
    word = passage.words[place]
    if likeness is not Likeness.SOUNDING and word.is_cased:
        if not (passage.is_field or word.is_capital):
            return False
    elif likeness is Likeness.SOUNDING:
        is_small = word.is_cased and not word.is_capital and not passage.is_field
        return not (is_small and _is_too_short(passage, place))
    if likeness is Likeness.INFLECTED:
        return passage.may_inflect(word)
    return _is_well_written(passage, place, part, likeness=likeness)


def _is_well_written(passage: Passage, place: int, part: Part, *, likeness: Likeness) -> bool:
    """With a wrong letter, or as a friend says it: where a name stands, and not another one."""
    if likeness is Likeness.FOND:
        is_known = not letters(passage.text(place)).isdisjoint(people("given"))
        return is_known or does_not_begin(passage, place) or may_be_misspelt(passage, place)
    return (
        likeness is Likeness.MISSPELT
        and passage.is_cased(place)
        and len(part.plain) >= _LONG
        and not _is_another_name(passage, place, part)
        and may_be_misspelt(passage, place)
    )


def _is_too_short(passage: Passage, place: int) -> bool:
    """Three small letters are a word in too many languages, unless they do what people do."""
    is_short = len(passage.text(place)) <= 3  # noqa: PLR2004
    return is_short and passage.lower(place + 1) not in words("only_people")


def _is_another_name(passage: Passage, place: int, part: Part) -> bool:
    """Bauer is no misspelling of Baker: many are called so."""
    if passage.is_field and not part.is_given and len(passage.text(place)) > _LONG:
        return False
    known = every_name()
    return part.plain in known and not letters(passage.text(place)).isdisjoint(known)
