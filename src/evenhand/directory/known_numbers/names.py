"""English names of countries and languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

NAMES = Path(__file__).parents[1] / "data" / "names.toml"


def country_names() -> Mapping[str, str]:
    """Code and name of every country and territory."""
    return _names()["countries"]


def language_list(codes: Iterable[str]) -> str:
    """Languages as a reader knows them: German, French."""
    names = _names()["languages"]
    return ", ".join(names[code] for code in codes)


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(NAMES.read_text(encoding="utf-8"))
