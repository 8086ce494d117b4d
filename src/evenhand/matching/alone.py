"""One part of a name by itself: a first name, a surname, a nickname. Never more than doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenhand.matching.context import Passage, may_be_misspelt, names_a_person
from evenhand.matching.letters import latin
from evenhand.matching.likeness import Hits
from evenhand.matching.names import Likeness, Names, Part
from evenhand.matching.spellings import letters
from evenhand.matching.tables import words


def named_alone(passage: Passage, hits: dict[int, Hits], names: Names) -> Iterator[int]:
    told: set[int] = set()
    for place, parts in hits.items():
        for part, likeness in parts.items():
            if part.person in told or not _tells(passage, place, part, likeness=likeness):
                continue
            own = _own_places(passage, place, part, names=names)
            if names_a_person(passage, place, part, own=own):
                told.add(part.person)
                yield part.person


def _own_places(passage: Passage, place: int, part: Part, *, names: Names) -> Sequence[int]:
    """Next to a part of a name: the words that begin like another part of it."""
    others = {other.plain[:2] for other in names.by_name[part.name] if other.unit != part.unit}
    initials = {plain[:1] for plain in others}
    return [
        near
        for near in (place - 1, place + 1)
        if (begins := latin(passage.text(near)[:2].lower())[:2]) in others or begins in initials
    ] + _split_places(passage, place, part)


def _split_places(passage: Passage, place: int, part: Part) -> list[int]:
    """Where the other half of a part stands that is written in two words."""
    around = [near for near in (place - 1, place + 1) if passage.text(near)]
    return [near for near in around if _in_order(passage, place, near) == part.plain]


def _in_order(passage: Passage, place: int, near: int) -> str:
    joined = "".join(passage.text(at) for at in sorted((place, near)))
    return min(letters(joined), default="")


def _tells(passage: Passage, place: int, part: Part, *, likeness: Likeness) -> bool:
    """Is the word like enough to the part for one that stands alone?"""
    word = passage.words[place]
    is_name = part.is_given and word.is_capital
    is_particle = word.lower in words("particles") and part.plain == word.lower
    if not part.may_stand_alone or (is_particle and not is_name):
        return False
    has_capital = passage.is_field or word.is_capital or not word.is_cased
    if likeness <= Likeness.SOUNDING:
        is_other_form = likeness is Likeness.SOUNDING and not has_capital
        return len(word.text) > 1 and not (is_other_form and _is_too_short(passage, place))
    if likeness is Likeness.INFLECTED:
        return has_capital and passage.may_inflect(word)
    is_long = word.is_cased and len(part.plain) > 4  # noqa: PLR2004
    may_be = likeness is Likeness.MISSPELT and has_capital and is_long
    return may_be and may_be_misspelt(passage, place)


def _is_too_short(passage: Passage, place: int) -> bool:
    """Three small letters are a word in too many languages, unless they do what people do."""
    is_short = len(passage.text(place)) <= 3  # noqa: PLR2004
    return is_short and passage.lower(place + 1) not in words("only_people")
