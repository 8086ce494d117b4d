"""The lists of names and words that come with the package (data/*.toml)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from anyascii import anyascii

_FOLDER = Path(__file__).parent / "data"


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One list of words.toml."""
    return frozenset(str(_table("words")[name]).split())


@cache
def given_names() -> frozenset[str]:
    circles = (name for circle in _table("nicknames")["circles"] for name in circle.split())
    return frozenset([*str(_table("given")["names"]).split(), *circles])


@cache
def _circles() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = defaultdict(set)
    for circle in _table("nicknames")["circles"]:
        names = circle.split()
        for name in names:
            forms[name].update(names)
    return {name: frozenset(others - {name}) for name, others in forms.items()}


def other_forms(name: str) -> frozenset[str]:
    """How somebody of this given name (folded, lower case) may also be called."""
    return _circles().get(name, frozenset())


@cache
def chinese_surnames() -> frozenset[str]:
    table = _table("scripts")
    return frozenset([*"".join(table["han"].split()), *table["han_pairs"].split()])


@cache
def japanese_signs() -> dict[str, str]:
    """Names in signs → how they are read."""
    table: dict[str, str] = _table("scripts")["japanese"]
    return {signs: reading for reading, written in table.items() for signs in written.split()}


@cache
def korean_surnames() -> dict[str, tuple[str, ...]]:
    """In Hangul → the usual ways to write it in Latin letters."""
    table: dict[str, str] = _table("scripts")["korean"]
    return {hangul: tuple(latin.split()) for hangul, latin in table.items()}


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Words that say little → the languages in which they do."""
    languages: dict[str, set[str]] = defaultdict(set)
    for language, small in _table("languages").items():
        for word in small.split():
            languages[word].add(language)
    alike: dict[frozenset[str], frozenset[str]] = {}  # most words share theirs with many others
    sets = ((word, frozenset(these)) for word, these in languages.items())
    return {word: alike.setdefault(these, these) for word, these in sets}


@cache
def people(kind: str) -> frozenset[str]:
    """Names of the world: "given", "surnames" (folded), or "native" (as they are written)."""
    return frozenset(_table("people")[kind].split())


@cache
def surnames_of_the_east() -> frozenset[str]:
    """Chinese and Korean surnames in Latin letters."""
    korean = {latin for ways in korean_surnames().values() for latin in ways}
    return frozenset({anyascii(signs).lower() for signs in chinese_surnames()} | korean)


@cache
def every_given_name() -> frozenset[str]:
    return given_names() | people("given")


@cache
def every_name() -> frozenset[str]:
    return people("given") | people("surnames")


@cache
def natives() -> frozenset[str]:
    """Names in scripts without capitals, in Arabic without what is often left out."""
    return frozenset(_table("people")["native"].translate(str.maketrans("أإآ", "ااا")).split())


@cache
def japanese_names() -> frozenset[str]:
    return frozenset(japanese_signs().values())


def korean_forms(surname: str) -> frozenset[str]:
    """How else a Korean surname is written in Latin letters: Park, Bak."""
    every = (ways for ways in korean_surnames().values() if surname in ways)
    return frozenset(way for ways in every for way in ways if len(way) > 1) - {surname}
