"""Who shares a part of a name is somebody else, if the text says so: Anna Baker, Baker Street."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evenhand.matching.names import Part
from evenhand.matching.passage import Passage
from evenhand.matching.reading import APOSTROPHE
from evenhand.matching.spellings import letters
from evenhand.matching.tables import every_given_name, japanese_names, natives, people, small_words, surnames_of_the_east, words

_HAMZA = re.compile("[أإآ]")
_LONG = 4  # letters of a word that is hardly anything but a surname, where it ends like one
_SHORTEST = 3  # letters of a first name that is not known
_COMPANY = re.compile(r"\s*[&+]\s*")
_PARTICLES_IN_LATIN_TONGUES = frozenset(["de", "del", "da", "do", "du", "la", "di"])


def is_somebody_else(
    passage: Passage, around: Sequence[int], part: Part, *, own: Collection[int]
) -> bool:
    """Around are the first and the last place of the part; in own places is more of the name."""
    first, last = around
    if not passage.is_cased(first):
        return _is_named_otherwise(passage, first - 1, last + 1, own=own)
    if part.is_given and _has_another_surname(passage, last + 1, own=own):
        return True
    if _is_a_saint(passage, first, last):
        return True
    return _is_of_another(passage, first, part, own=own) or (
        not part.is_given and _goes_on_otherwise(passage, last, part, own=own)
    )


def _is_named_otherwise(passage: Passage, before: int, after: int, *, own: Collection[int]) -> bool:
    """In scripts without capitals: next to it stands a name that many have, and not theirs."""
    near = {place for place in (before, after) if passage.text(place)}
    if (near | {after + 1}) & set(own):
        return False
    if passage.lower(after) in {"بن", "بنت", "ابن", "בן", "בת"}:
        return True
    if passage.lower(after + 1) in words("postpositions") and not passage.is_small(after):
        return passage.follows_closely(after) and passage.lower(after) not in words("postpositions")
    return any(
        passage.follows_closely(max(place, place + (place == before)))
        and (_HAMZA.sub("ا", passage.text(place)) in natives() or _is_nisba(passage, place, after))
        and not passage.is_small(place)
        for place in near
    )


def _is_nisba(passage: Passage, place: int, after: int) -> bool:
    """Al-Hashimi, Karimi: in Arabic letters, after a first name."""
    text = passage.text(place)
    if place != after or len(text) <= _LONG or text in words("times_in_arabic"):
        return False
    return text.startswith("ال") or text.endswith("ی")


def _has_another_surname(passage: Passage, place: int, *, own: Collection[int]) -> bool:
    """A capital right after a first name begins a surname."""
    if place in own or place + 1 in own:
        return False
    if passage.gap(place) in {"_", "."} and not passage.starts(place):
        return _is_a_surname(passage, place)
    if not passage.follows_closely(place):
        return False
    if passage.lower(place) in words("joining"):
        joins = place + 1 not in own and place + 2 not in own and passage.has_capital(place + 1)
        many = not passage.has_capital(place) and (
            passage.lower(place) in _PARTICLES_IN_LATIN_TONGUES
        )
        return joins and (not many or _is_a_surname(passage, place + 1))
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


def goes_on(passage: Passage, place: int) -> bool:
    """With a capital, and nothing that a capital is usual for."""
    text = passage.text(place)
    bare = APOSTROPHE.split(passage.lower(place))[0]
    is_name = len(text) > 1 and bare not in words("not_surnames") and bare not in words("titles")
    return is_name and passage.follows_closely(place) and passage.has_capital(place)


def _is_a_saint(passage: Passage, first: int, last: int) -> bool:
    """Queen Elizabeth, São João, Our Lady of Fatima, Alexander the Great."""
    if passage.lower(last + 1) == "the" and passage.has_capital(last + 2):
        return passage.follows_closely(last + 1) and not passage.starts(last + 2)
    if not passage.follows_closely(first) or not passage.has_capital(first - 1):
        is_lady = passage.lower(first - 1) == "of" and passage.lower(first - 2) == "lady"
        return is_lady and passage.has_capital(first - 2)
    return passage.lower(first - 1) in words("revered")


def _is_of_another(passage: Passage, first: int, part: Part, *, own: Collection[int]) -> bool:
    """Another first name before a surname; in some countries, another surname before a first name."""
    before = first - 1
    if passage.gap(first).startswith(".") and len(passage.text(before)) == 1:
        return before not in own and passage.has_capital(before)  # Robert E. Lee
    while passage.lower(before) in words("joining") and passage.follows_closely(before):
        before -= 1
    if before in own or not passage.follows_closely(first) or not passage.has_capital(before):
        return False
    lower = passage.lower(before)
    if lower in words("titles") or lower in words("joining") or (lower in words("not_surnames") and not passage.is_field):
        return False
    if passage.starts(before) and not passage.is_field and _begins_a_sentence(passage, before):
        return False
    if passage.is_german and not passage.is_field:
        return not part.is_given and _is_a_given_name(passage, before)
    if _is_a_surname(passage, before) or _is_a_given_name(passage, before):
        return True
    is_likely = not part.is_given or passage.lower(first) in words("both")
    if passage.is_field or not is_likely:
        return False
    return passage.is_uninflected or not passage.starts(before)  # Dambisa Moyo, Dog Rose


def _begins_a_sentence(passage: Passage, place: int) -> bool:
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
    ) or lower.endswith("ly")


def _goes_on_otherwise(
    passage: Passage, last: int, part: Part, *, own: Collection[int]
) -> bool:
    """Tanaka Yuki, Baker Street, Ernst & Young: a surname, and what is not the first name."""
    for before, after, joint in ((last - 1, last + 1, last + 1), (last + 1, last - 1, last)):
        is_company = _COMPANY.fullmatch(passage.gap(joint)) and not passage.is_field
        near = after if joint == last + 1 else after
        if is_company and passage.has_capital(near) and before not in own:
            return True
    after = last + 1
    if passage.lower(after) == "y" and passage.has_capital(after + 1) and after + 1 not in own:
        return True  # Ortega y Gasset
    if passage.text(last).endswith("s") and not part.plain.endswith("s"):
        return False  # Fischers Bemerkung
    if after in own or last - 1 in own or not goes_on(passage, after):
        return False
    is_eastern = passage.lower(last) in surnames_of_the_east() and not passage.is_german
    if (passage.is_field or passage.is_german) and not is_eastern:
        is_first = passage.is_field and _is_a_given_name(passage, last)
        return is_first or _is_a_given_name(passage, after) or _is_a_surname(passage, after)
    return True
