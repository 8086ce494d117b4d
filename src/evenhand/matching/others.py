"""Who shares a part of a name is somebody else, if the text says so: Anna Baker, Baker Street.

Cased scripts only; for the others see caseless.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evenhand.matching.caseless import is_named_otherwise
from evenhand.matching.names import Part
from evenhand.matching.passage import Passage
from evenhand.matching.reading import APOSTROPHE
from evenhand.matching.spellings import letters
from evenhand.matching.tables import (
    every_given_name,
    japanese_names,
    people,
    small_words,
    surnames_of_the_east,
    words,
)

_SHORTEST = 3  # letters of a first name that is not known
_COMPANY = re.compile(r"\s*[&+]\s*")
_PARTICLES_IN_LATIN_TONGUES = frozenset(["de", "del", "da", "do", "du", "la", "di"])


def is_somebody_else(
    passage: Passage, around: Sequence[int], part: Part, *, own: Collection[int]
) -> bool:
    """Around are the first and the last place of the part; in own places is more of the name."""
    first, last = around
    if not passage.is_cased(first):
        return is_named_otherwise(passage, first - 1, last + 1, own=own)
    if part.is_given:
        goes_on_so = _has_another_surname(passage, last + 1, own=own)
    else:
        goes_on_so = _goes_on_otherwise(passage, last, part, own=own)
    return (
        goes_on_so
        or _is_a_saint(passage, first, last)
        or _is_of_another(passage, first, part, own=own)
    )


def _has_another_surname(passage: Passage, place: int, *, own: Collection[int]) -> bool:
    """A capital right after a first name begins a surname."""
    if place in own or place + 1 in own:
        return False
    if passage.gap(place) in {"_", "."} and not passage.starts(place):
        return _is_a_surname(passage, place)
    if not passage.follows_closely(place):
        return False
    return _begins_a_surname(passage, place, own=own)


def _begins_a_surname(passage: Passage, place: int, *, own: Collection[int]) -> bool:
    """Da Costa; Weber."""
    lower = passage.lower(place)
    if lower in words("joining"):
        joins = place + 2 not in own and passage.has_capital(place + 1)
        may_be_of = lower in _PARTICLES_IN_LATIN_TONGUES and not passage.has_capital(place)
        return joins and (not may_be_of or _is_a_surname(passage, place + 1))
    if passage.is_german and not passage.is_field:
        return passage.has_capital(place) and _is_a_surname(passage, place)
    return goes_on(passage, place)


def _is_a_surname(passage: Passage, place: int) -> bool:
    ways = letters(passage.text(place))
    return not (
        ways.isdisjoint(people("surnames"))
        and ways.isdisjoint(surnames_of_the_east())
        and ways.isdisjoint(japanese_names())
    )


def _is_a_given_name(passage: Passage, place: int) -> bool:
    return not letters(passage.text(place)).isdisjoint(every_given_name())


def _is_a_name(passage: Passage, place: int) -> bool:
    return _is_a_given_name(passage, place) or _is_a_surname(passage, place)


def goes_on(passage: Passage, place: int) -> bool:
    """With a capital, and nothing that a capital is usual for."""
    text = passage.text(place)
    bare = APOSTROPHE.split(passage.lower(place))[0]
    is_name = len(text) > 1 and bare not in words("not_surnames")
    return is_name and passage.follows_closely(place) and passage.has_capital(place)


def _is_a_saint(passage: Passage, first: int, last: int) -> bool:
    """Queen Elizabeth, São João, Our Lady of Fatima, Alexander the Great."""
    if passage.lower(last + 1) == "the" and passage.has_capital(last + 2):
        return passage.follows_closely(last + 1) and not passage.starts(last + 2)
    if passage.follows_closely(first) and passage.has_capital(first - 1):
        return passage.lower(first - 1) in words("revered")
    is_lady = passage.lower(first - 1) == "of" and passage.lower(first - 2) == "lady"
    return is_lady and passage.has_capital(first - 2)


def _is_of_another(passage: Passage, first: int, part: Part, *, own: Collection[int]) -> bool:
    """After another first name (or, in some countries, after another surname)."""
    before = first - 1
    if passage.gap(first).startswith(".") and len(passage.text(before)) == 1:
        return before not in own and passage.has_capital(before)  # Robert E. Lee
    while passage.lower(before) in words("joining") and passage.follows_closely(before):
        before -= 1
    if before in own or not _may_be_a_first_name(passage, before, first):
        return False
    if passage.is_german and not passage.is_field:
        return not part.is_given and _is_a_given_name(passage, before)
    return _is_a_name(passage, before) or _is_likely_another(passage, before, first, part=part)


def _may_be_a_first_name(passage: Passage, before: int, first: int) -> bool:
    if not passage.follows_closely(first) or not passage.has_capital(before):
        return False
    lower = passage.lower(before)
    is_no_name = lower in words("titles") or lower in words("joining")
    is_no_name = is_no_name or (lower in words("not_surnames") and not passage.is_field)
    begins = passage.starts(before) and not passage.is_field
    return not is_no_name and not (begins and _begins_a_sentence(passage, before))


def _is_likely_another(passage: Passage, before: int, first: int, *, part: Part) -> bool:
    """Dambisa Moyo, Dog Rose: whatever it is, it has a capital, and it is not theirs."""
    is_likely = not part.is_given or passage.lower(first) in words("both")
    known = passage.is_uninflected or not passage.starts(before)
    return is_likely and known and not passage.is_field


def _begins_a_sentence(passage: Passage, place: int) -> bool:
    """A capital that stands there for the sentence: Then Baker, Suddenly Baker."""
    lower = passage.lower(place)
    if lower in every_given_name():
        return passage.is_small(place)
    return (
        lower in small_words()
        or lower in words("both")
        or lower in words("openers")
        or lower.endswith(("ly", "ed", "ing"))
        or APOSTROPHE.search(lower) is not None
        or len(lower) < _SHORTEST
    )


def _goes_on_otherwise(passage: Passage, last: int, part: Part, *, own: Collection[int]) -> bool:
    """Tanaka Yuki, Baker Street, Ernst & Young: a surname, and what is not the first name."""
    after = last + 1
    if _is_a_company(passage, last) or _is_double(passage, after, own=own):
        return True
    owns = passage.text(last).endswith("s") and not part.plain.endswith("s")  # Fischers Bemerkung
    if owns or after in own or last - 1 in own or not goes_on(passage, after):
        return False
    is_eastern = passage.lower(last) in surnames_of_the_east() and not passage.is_german
    is_first = passage.is_field and _is_a_given_name(passage, last)
    needs_more = (passage.is_field or passage.is_german) and not (is_eastern or is_first)
    return not needs_more or _is_a_name(passage, after)


def _is_a_company(passage: Passage, place: int) -> bool:
    return not passage.is_field and any(
        _COMPANY.fullmatch(passage.gap(joint)) is not None and passage.has_capital(near)
        for near, joint in ((place + 1, place + 1), (place - 1, place))
    )


def _is_double(passage: Passage, place: int, *, own: Collection[int]) -> bool:
    """Ortega y Gasset."""
    is_other = passage.has_capital(place + 1) and place + 1 not in own
    return passage.lower(place) == "y" and is_other
