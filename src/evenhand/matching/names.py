"""The names that are looked for, by every key under which a word of a text may find them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from evenhand.matching.endings import bases_of_name
from evenhand.matching.letters import (
    bones_of_abjad,
    bones_of_latin,
    is_abjad,
    pattern_of_abjad,
)
from evenhand.matching.reading import Word, words_of
from evenhand.matching.signs import readings_of
from evenhand.matching.spellings import cleaned, letters, sound, stem, with_one_left_out
from evenhand.matching.tables import (
    every_given_name,
    given_names,
    korean_forms,
    other_forms,
    people,
    surnames_of_the_east,
    words,
)
from evenhand.matching.values import Known

_SHORTEST_NEAR = 4
_LONGEST_ABJAD = 24
_LONG = 5  # letters: a word between two others that is longer says who is meant


class Likeness(IntEnum):
    """How a word is like a part of a name."""

    SAME = 0  # but for case and diacritics
    SOUNDING = 1  # transliterated, or another form of it
    INFLECTED = 2  # with the ending of another case, or of a woman's surname
    MISSPELT = 3  # by one letter
    FOND = 4  # shorter or longer, as one calls a friend
    RESEMBLING = 5  # by two: beside another part of the name only


Unit = tuple[list[Word], str]  # words joined by hyphens, and the particles before them


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Part:
    """One word of somebody's name."""

    person: int
    name: int  # which of their names, counted over all
    unit: int  # words joined by a hyphen are one unit
    plain: str
    is_given: bool
    may_stand_alone: bool
    is_plain: bool  # written without diacritics
    needs_particles: bool = False  # nobody calls van der Meer "Meer"


@dataclass(slots=True, repr=False)
class Names:
    """All keys, over all persons."""

    parts: dict[str, list[tuple[Part, Likeness]]] = field(default_factory=lambda: defaultdict(list))
    sounds: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    bases: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    shortened: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    nearly: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    bones: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    abjad: dict[str, list[tuple[re.Pattern[str], Part]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_name: dict[int, list[Part]] = field(default_factory=lambda: defaultdict(list))
    whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    initials: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True, repr=False)
class _Name:
    """One name, in its units."""

    person: int
    number: int
    units: Sequence[Unit]
    given: int  # the unit that is the given name

    def part(self, plain: str, unit: int, written: str, *, may_stand_alone: bool) -> Part:
        return Part(
            self.person,
            self.number,
            unit,
            plain,
            is_given=unit == self.given,
            may_stand_alone=may_stand_alone,
            is_plain=written.isascii(),
            needs_particles=_needs(self.units[unit][1], plain),
        )


def gathered(known: Sequence[Known]) -> Names:
    names = Names()
    every = [
        (person, spelled)
        for person, somebody in enumerate(known)
        for name in map(cleaned, somebody.names)
        for spelled in (name, *readings_of(name))
    ]
    for number, (person, spelled) in enumerate(every):
        units = _units(words_of(spelled))
        _add(names, _Name(person, number, units, _given_name_of(units)))
    return names


def _add(names: Names, name: _Name) -> None:
    for place, (unit, particles) in enumerate(name.units):
        stands = (
            _stands_alone(place, len(name.units))
            or (len(unit[0].text) > _LONG and _is_rare(unit[0].text))
            or _is_a_surname(unit[0].text)
        )
        joined = "".join(word.text for word in unit)
        single = {word.text: stands and (len(unit) == 1 or _is_rare(word.text)) for word in unit}
        for written, may in ({particles + joined: stands, joined: stands} | single).items():
            for plain in letters(written):
                part = name.part(plain, place, written, may_stand_alone=may)
                _add_part(names, part, written)
                if part.is_given and len(unit) == 1:
                    _add_shortened(names, part)
    if len(name.units) > 2:  # noqa: PLR2004 (two given names, perhaps: María José)
        both = "".join(word.text for unit, _ in name.units[:2] for word in unit)
        for plain in letters(both):
            _add_part(names, name.part(plain, 0, both, may_stand_alone=True), both)
    _add_whole(names, ["".join(word.text for word in unit) for unit, _ in name.units], name.person)
    _add_initials(names, [unit for unit, _ in name.units], name.person)


def _given_name_of(units: Sequence[Unit]) -> int:
    """Where the given name stands: first, unless of two words only the second is one."""
    likely = [_is_likely_given(unit[0].text) for unit, _ in units]
    if units and units[-1][0][0].lower in surnames_of_the_east():
        return 0
    if len(units) == 2 and _is_eastern(units[0]) and not _is_eastern(units[1]):  # noqa: PLR2004
        return 1
    if len(units) > 2 and not letters(units[0][0][0].text).isdisjoint(words("surnames_first")):  # noqa: PLR2004
        return len(units) - 1
    return 1 if len(units) == 2 and likely[0] < likely[1] else 0  # noqa: PLR2004


def _is_eastern(unit: Unit) -> bool:
    """A Chinese or Korean surname, which stands first: Wang Xiaoming."""
    lower = unit[0][0].lower
    return lower in surnames_of_the_east() and lower not in given_names()


def _is_a_surname(word: str) -> bool:
    """The first of two: María Vidal Soler."""
    plain = letters(word)
    is_one = not plain.isdisjoint(people("surnames"))
    return is_one and plain.isdisjoint(given_names()) and plain.isdisjoint(words("both"))


def _is_likely_given(word: str) -> int:
    """A name that is given and no surname; one that is both or unknown; a surname only."""
    plain = letters(word)
    given, surname = plain & every_given_name(), plain & people("surnames")
    return bool(given) - bool(surname) + (not plain.isdisjoint(given_names()))


def _units(spoken: Sequence[Word]) -> list[Unit]:
    """The words of a name, joined where a hyphen joins them; before each its particles."""
    units: list[Unit] = []
    particles = ""
    for word in spoken:
        is_first = not units and not particles  # "Ben" may be a given name; "ben Levi" is none
        may_be_given = is_first and word.lower in given_names()
        if word.lower in words("particles") and len(spoken) > 1 and not may_be_given:
            particles += word.text
        elif len(word.text) > 1 or not word.is_cased:
            if word.gap in {"-", "‐", "–"} and units and not particles:
                units[-1][0].append(word)
            else:
                units.append(([word], particles))
            particles = ""
    return units


def _stands_alone(place: int, count: int) -> bool:
    """First name and surname; of four words, which may be two surnames, the last two."""
    return place in {0, count - 1} or (count > 3 and place == count - 2)  # noqa: PLR2004


def _needs(particles: str, plain: str) -> bool:
    """Van der Meer, Ben-David: the rest alone is a word or another person."""
    lower = particles.lower()
    has_many = lower.startswith("van") and len(lower) > len("van")
    is_given = plain in given_names() and lower not in {"", "bin", "ibn", "al", "el", "i", "y", "e"}
    is_fathers = lower == "binti"
    return (has_many or is_given or is_fathers) and lower not in plain


def _is_rare(word: str) -> bool:
    """Half of a double name says who is meant, unless many have it."""
    return len(word) > 3 and not letters(word) & (given_names() | words("both"))  # noqa: PLR2004


def _add_part(names: Names, part: Part, written: str) -> None:
    heard = sound(part.plain)
    names.by_name[part.name].append(part)
    names.parts[part.plain].append((part, Likeness.SAME))
    names.sounds[heard].append(part)
    if stem(heard):
        names.stems[stem(heard)].append(part)
    _add_forms(names, part)
    if len(part.plain) >= _SHORTEST_NEAR:
        for shorter in with_one_left_out(part.plain):
            names.nearly[shorter].append(part)
    if is_abjad(written):
        _add_abjad(names, part, re.sub(r"(.)\1+", r"\1", written)[:_LONGEST_ABJAD])
    else:
        for bones in bones_of_latin(part.plain):
            names.bones[bones].append(part)


def _add_forms(names: Names, part: Part) -> None:
    """Nicknames, other spellings, and what endings are joined to."""
    forms = other_forms(part.plain) if part.is_given else korean_forms(part.plain)
    for form in forms:
        names.parts[form].append((part, Likeness.SOUNDING))
    for form in {part.plain, *forms}:
        for base in bases_of_name(sound(form)):
            names.bases[base].append(part)


def _add_shortened(names: Names, part: Part) -> None:
    """Piet, of Pieter: the beginning of a long name, up to a consonant."""
    for length in range(_SHORTEST_NEAR, len(part.plain) - 1):
        short = part.plain[:length]
        is_cut = short[-1] not in "aeiouy" or (len(short) >= _LONG and short not in people("given"))
        if is_cut and short not in words("both"):
            names.shortened[short].append(part)


def _add_abjad(names: Names, part: Part, written: str) -> None:
    """As it may be in Latin letters; with other forms, if it may be a given name that has some."""
    bare = written.removeprefix("ال")
    for way in {written, bare}:
        names.abjad[bones_of_abjad(way)].append((pattern_of_abjad(way), part))
    pattern = pattern_of_abjad(bare)
    for given in given_names() if part.is_given else ():
        if pattern.fullmatch(given):
            for form in {given} | other_forms(given):
                names.parts[form].append((part, Likeness.SOUNDING))


def _add_whole(names: Names, units: Sequence[str], person: int) -> None:
    if len(units) < 2:  # noqa: PLR2004
        return
    for order in (units, units[::-1], (units[0], units[-1]), (units[-1], units[0])):
        for plain in letters("".join(order)):
            names.whole[plain].add(person)


def _add_initials(names: Names, units: Sequence[Sequence[Word]], person: int) -> None:
    """Of all words, of the first and the last, in both orders."""
    if len(units) < 2:  # noqa: PLR2004
        return
    every = [word.text[0] for unit in units for word in unit]
    some = [unit[0].text[0] for unit in units]
    beginnings = [every[:count] for count in range(2, len(every))]
    for order in (every, some, *beginnings, [some[0], some[-1]], [some[-1], some[0]]):
        for plain in {"".join(order).lower(), *letters("".join(order))}:
            names.initials[plain].add(person)
