"""Names in Chinese signs, Korean syllables and Japanese kana, which no space sets apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from anyascii import anyascii

from evenhand.matching.reading import HAN, HANGUL
from evenhand.matching.spellings import cleaned, letters
from evenhand.matching.tables import chinese_surnames, japanese_signs, korean_surnames
from evenhand.matching.values import Known

# Scripts without spaces between words: a name of theirs is looked for as it is written.
_UNSPACED = re.compile(f"(?:{HAN}|[\u3041-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+")
_HAN_RUN, _HANGUL_RUN = re.compile(f"{HAN}{{2,}}"), re.compile(f"{HANGUL}{{2,}}")
_HAN_NAME = re.compile(f"{HAN}{{2,4}}")
_LONG_VOWEL = re.compile("(o)(?:[ou]|h(?![aeiou]))|(?<=u)u")
# Two signs that somebody is called by, and what stands before or after persons.
_GIVEN_IN_STORY = re.compile(
    f"(?:(?<![\u3400-\u9fff])|([跟和与與对對把被给給叫找让讓向]))({HAN}{{2}})"
    "(?=([说說问問打骂罵推笑把对對跟给給让讓就也又還还却卻])|(?![\u3400-\u9fff]))"
)
_AFTER_NAME = frozenset("가는이은를을씨에한와과랑의도야아님께만")
_KOREAN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("eo|oo|u", "o"), ("ee", "i"), ("ch", "j"), ("c|k", "g"), ("t", "d"), ("p", "b"),
        ("l", "r"), ("sh", "s"), (r"(.)\1+", r"\1"), ("(?<=[aeiou])h|w|-", ""),
    )
)  # fmt: skip


@dataclass(slots=True, repr=False)
class Signs:
    """Names as they are written or read; whole ones and parts."""

    written: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    written_parts: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    chinese: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    korean: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    korean_given: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    given: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    japanese: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def readings_of(name: str) -> Iterator[str]:
    """A name in Chinese signs or Hangul in Latin letters: surname, given name."""
    joined = "".join(name.split())
    surname, given = _split(joined)
    if _HAN_NAME.fullmatch(joined) and surname in chinese_surnames():
        yield f"{anyascii(surname)} {anyascii(given).lower().capitalize()}"
    elif re.fullmatch(f"{HANGUL}{{2,5}}", joined):
        length = 2 if joined[:2] in korean_surnames() else 1
        given = anyascii(joined[length:]).lower().capitalize()
        for surname in korean_surnames().get(joined[:length], (anyascii(joined[:length]),)):
            yield f"{surname.capitalize()} {given}"


def _split(signs: str) -> tuple[str, str]:
    length = 2 if signs[:2] in chinese_surnames() and len(signs) > 2 else 1  # noqa: PLR2004
    return signs[:length], signs[length:]


def gathered_signs(known: Sequence[Known]) -> Signs:
    signs = Signs()
    for person, somebody in enumerate(known):
        for name in map(cleaned, somebody.names):
            _add_written(signs, name, person)
            for spelled in (name, *readings_of(name)):
                _add_read(signs, spelled, person)
    return signs


def _add_written(signs: Signs, name: str, person: int) -> None:
    joined = re.sub(r"[\s・·]+", "", name)
    if not _UNSPACED.fullmatch(joined):
        return
    signs.written[joined].add(person)
    parts = re.split(r"[\s・·]+", name)
    if len(parts) == 1 and _HAN_NAME.fullmatch(joined):
        parts = [*_split(joined), joined[:2] if len(joined) > 3 else ""]  # noqa: PLR2004
    for part in parts:
        if len(part) > 1:
            signs.written_parts[part].add(person)


def _is_read_so(text: str, written: str) -> bool:
    """Somewhere not as the beginning of a place, of a longer name, or of somebody else's."""
    for match in re.finditer(f"{written}(?![郎朗子美町村市区駅県通城島山川橋寺口台])", text):
        if text[match.end() : match.end() + 2] not in japanese_signs():
            return True
    return False


def _short(reading: str) -> str:
    """Without long vowels, which are written in many ways: Ōno, Ohno, Oono."""
    return _LONG_VOWEL.sub(r"\1", reading)


def _add_read(signs: Signs, name: str, person: int) -> None:
    parts = [plain for part in name.split() for plain in sorted(letters(part.replace("-", "")))[:1]]
    for part in parts:
        signs.japanese[_short(part)].add(person)
    for order in (parts, parts[::-1]):
        surname, given = (order[0], "".join(order[1:])) if order else ("", "")
        if given:
            signs.chinese[f"{surname} {given}"].add(person)
            signs.given[given].add(person)
        if given and surname in _korean_readings():
            heard = _heard_in_korean(given)
            signs.korean_given[heard].add(person)
            for hangul in _korean_readings()[surname]:
                signs.korean[f"{hangul} {heard}"].add(person)


@cache
def _korean_readings() -> dict[str, set[str]]:
    readings: dict[str, set[str]] = defaultdict(set)
    for hangul, latin in korean_surnames().items():
        for reading in latin:
            readings[reading].add(hangul)
    return readings


def _heard_in_korean(plain: str) -> str:
    for pattern, sound in _KOREAN:
        plain = pattern.sub(sound, plain)
    return plain


def whole_names_in(text: str, signs: Signs) -> set[int]:
    """Persons whose whole name the text has in signs."""
    found = {person for name, who in signs.written.items() if name in text for person in who}
    for passage in _windows(_HAN_RUN, text):
        for surname, given in _name_like(passage):
            key = f"{anyascii(surname).lower()} {anyascii(given).lower()}"
            found |= signs.chinese.get(key, set())
    for passage in _windows(_HANGUL_RUN, text) if signs.korean else ():
        found |= _korean_name_at(passage, signs)
    return found


def _windows(runs: re.Pattern[str], text: str) -> set[str]:
    """Every four signs in a row, once: no name is longer."""
    return {run[start : start + 4] for run in runs.findall(text) for start in range(len(run) - 1)}


def _name_like(passage: str) -> Iterator[tuple[str, str]]:
    """A surname at the beginning, and one or two signs after it."""
    for length in (1, 2):
        if passage[:length] in chinese_surnames():
            yield passage[:length], passage[length : length + 1]
            yield passage[:length], passage[length : length + 2]


def _korean_name_at(passage: str, signs: Signs) -> set[int]:
    found: set[int] = set()
    for length in (1, 2):
        if passage[:length] in korean_surnames():
            for end in (length + 1, length + 2, length + 3):
                heard = _heard_in_korean(anyascii(passage[length:end]).lower())
                found |= signs.korean.get(f"{passage[:length]} {heard}", set())
    return found


def parts_in(text: str, signs: Signs, *, is_field: bool) -> set[int]:
    """Persons of whose name the text has a part in signs."""
    found = {person for part, who in signs.written_parts.items() if part in text for person in who}
    for written, reading in japanese_signs().items() if _HAN_RUN.search(text) else ():
        if len(written) > 1 and _is_read_so(text, written):
            found |= signs.japanese.get(_short(reading), set())
    for run in _HANGUL_RUN.findall(text):
        if len(run) == 2 or run[2] in _AFTER_NAME:  # noqa: PLR2004
            found |= signs.korean_given.get(_heard_in_korean(anyascii(run[:2]).lower()), set())
    for signs_of_name in _given_in_signs(text, is_field=is_field) if signs.given else ():
        found |= signs.given.get(anyascii(signs_of_name).lower(), set())
    return found


def _given_in_signs(text: str, *, is_field: bool) -> Iterator[str]:
    if is_field:
        yield from _HAN_RUN.findall(text)
        return
    for before, given, after in _GIVEN_IN_STORY.findall(text):
        if before or after:
            yield given
