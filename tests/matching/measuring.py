"""The measuring list: invented members, ways to name them, and what names none of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evenhand.matching.mentions import mentions_in
from evenhand.matching.values import Certainty, Known

_FOLDER = Path(__file__).parent / "data"
# The rules were made with these, one after the other; each was measured before it was used.
LISTS = ("", "others-", "third-", "fourth-", "fifth-", "sixth-", "seventh-", "eighth-")
LAST = "ninth-"  # a few rules were made with it
UNSEEN = "unseen-"  # written after the rules and measured as it was; nothing is tuned on it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: what is said, where, and whom it names."""

    text: str
    is_field: bool
    names: int | None = None


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def members(which: str = "") -> Sequence[Known]:
    return [
        Known(
            id=number,
            names=tuple(member["names"]),
            handles=tuple(member["handles"]),
            addresses=tuple(member["addresses"]),
        )
        for number, member in enumerate(_table(f"{which}members")["member"])
    ]


def namings(which: str = "") -> Iterator[Line]:
    for number, member in enumerate(_table(f"{which}members")["member"]):
        yield from (Line(text, is_field=True, names=number) for text in member["fields"])
        yield from (Line(text, is_field=False, names=number) for text in member["stories"])


def harmless(which: str = "") -> Iterator[Line]:
    table = _table(f"{which}harmless")
    yield from (Line(text, is_field=True) for text in table["fields"])
    yield from (Line(text, is_field=False) for text in table["stories"])


def found(line: Line, known: Sequence[Known]) -> dict[object, Certainty]:
    fields, stories = ([line.text], []) if line.is_field else ([], [line.text])
    return {mention.id: mention.certainty for mention in mentions_in(fields, stories, known)}


def missed(which: str = "") -> list[Line]:
    known = members(which)
    return [line for line in namings(which) if line.names not in found(line, known)]


def falsely_withheld(which: str = "") -> list[Line]:
    known = members(which)
    return [line for line in harmless(which) if found(line, known)]


def recall(which: str = "") -> float:
    return 1 - len(missed(which)) / len(list(namings(which)))


def false_withholding(which: str = "") -> float:
    return len(falsely_withheld(which)) / len(list(harmless(which)))


def long_story(length: int = 16_000) -> str:
    """The harmless sentences, in many scripts, until the story is as long as one may be."""
    sentences = " ".join(line.text for line in harmless() if not line.is_field)
    return (sentences * (length // len(sentences) + 1))[:length]


def sixty_members() -> Sequence[Known]:
    every = [known for which in LISTS for known in members(which)]
    return [
        Known(id=n, names=one.names, handles=one.handles, addresses=one.addresses)
        for n, one in enumerate((every * 2)[:60])
    ]
