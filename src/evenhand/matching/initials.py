"""Initials: with dots anywhere ("R.K."), without them only as a short answer ("RK")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.matching.names import Names
from evenhand.matching.reading import SEGMENTS
from evenhand.matching.spellings import letters
from evenhand.matching.tables import words

_ACRONYM = re.compile(r"[^\W\d_]{2,4}")
_THE = re.compile(r"\b(?:[Tt]he|[Aa]n?) (?:[^\W\d_]\.){2,}")
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.[ -]?){1,5}[^\W\d_]?(?!\w)")


def initials_in_field(text: str, names: Names) -> Iterator[int]:
    pieces = [piece.strip() for piece in SEGMENTS.split(text)]
    short = [piece for piece in pieces if _ACRONYM.fullmatch(piece)]
    written = [piece for piece in short if piece.isupper() or piece == text.strip()]
    yield from _meant([*written, *_dotted(text)], names, words("never_initials"))


def initials_in_story(text: str, names: Names) -> Iterator[int]:
    yield from _meant(_dotted(_THE.sub(" ", text)), names, words("not_initials"))


def _dotted(text: str) -> list[str]:
    return [found for found in _DOTTED.findall(text) if found[:1].isupper()]


def _meant(written: list[str], names: Names, other_things: frozenset[str]) -> Iterator[int]:
    for initials in written:
        lower = "".join(sign for sign in initials.lower() if sign.isalpha())
        for plain in {lower, *letters(lower)} - other_things:
            if len(plain) > 1:
                yield from names.initials.get(plain, ())
