"""Handles and e-mail addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evenhand.matching.spellings import cleaned, disguises
from evenhand.matching.tables import given_names, small_words, words
from evenhand.matching.values import Certainty, Known

_AT = re.compile(
    r"\s*(?:\(at\)|\[at\]|\{at\}|<at>|\s+at\s+(?=\S+\s*(?:\(dot\)|\[dot\]|\s+dot\s+)))\s*"
)
_DOT = re.compile(r"\s*(?:\(dot\)|\[dot\]|\{dot\})\s*|(?<=\w)\s+dot\s+(?=\w)")
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SERVER = re.compile(r"(?<=\w)@[\w-]+(?:\.[\w-]+)+|https?://[^/\s]+")
_TOKEN = re.compile(r"@?[\w.#-]+")
_NUMBER = re.compile(r"#\d{4}$")
_SEPARATORS = re.compile(r"[._#-]")
_AROUND = re.compile(r"^\W+|\W+$")
_SHORTEST_LOOSE = 4
_EVERYBODYS = frozenset(
    [
        "info",
        "contact",
        "admin",
        "mail",
        "hello",
        "team",
        "office",
        "support",
        "desk",
        "me",
        "post",
        "help",
        "hi",
        "conduct",
        "coc",
    ]
)


@dataclass(slots=True, repr=False)
class Handles:
    """What is looked for."""

    handles: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    loose: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    addresses: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    boxes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def gathered_handles(known: Sequence[Known]) -> Handles:
    all_handles = Handles()
    for person, somebody in enumerate(known):
        for handle in map(_bare, somebody.handles):
            if handle:
                all_handles.handles[handle].add(person)
                all_handles.loose[_SEPARATORS.sub("", handle)].add(person)
        for address in somebody.addresses:
            whole = _same_box(cleaned(address).strip().casefold())
            all_handles.addresses[whole].add(person)
            box = whole.partition("@")[0]
            if len(box) >= _SHORTEST_LOOSE and box not in _EVERYBODYS:
                all_handles.boxes[box].add(person)
    return all_handles


def _bare(handle: str) -> str:
    """Without @, server, or the address of a profile."""
    last = cleaned(handle).strip().casefold().rstrip("/").rpartition("/")[2].lstrip("@")
    return _NUMBER.sub("", last.partition("@")[0])


def _same_box(address: str) -> str:
    box, _, server = address.partition("@")
    box = box.partition("+")[0]
    if server in {"gmail.com", "googlemail.com"}:
        return f"{box.replace('.', '')}@gmail.com"
    return f"{box}@{server}"


def without_servers(text: str) -> str:
    """Names of servers name nobody: box@kettle.example, https://kettle.example/…"""
    return _SERVER.sub(" ", text)


def handles_in(
    text: str, looked_for: Handles, *, is_field: bool
) -> Iterator[tuple[int, Certainty]]:
    lower = text.casefold()
    plain = _DOT.sub(".", _AT.sub("@", lower)) if "dot" in lower or "at)" in lower else lower
    named = _written_as_names(text)
    for address in _ADDRESS.findall(plain):
        yield from _of_address(_same_box(address.strip(".")), looked_for)
    for token in set(_TOKEN.findall(plain)):
        if is_field or token not in named:
            yield from _of_token(token, looked_for, is_alone=is_field and len(plain.split()) <= 2)  # noqa: PLR2004


def _written_as_names(text: str) -> frozenset[str]:
    """Gwen, of "Gwen Stefani": nobody writes a handle so. It may still be found as a name."""
    found: set[str] = set()
    for first, second in pairwise(text.split()):
        if first.istitle() and second.istitle() and first.isalpha():
            found.add(first.casefold())
            if first.casefold() not in small_words():
                found.add(_AROUND.sub("", second).casefold())
    return frozenset(found)


def _of_address(address: str, looked_for: Handles) -> Iterator[tuple[int, Certainty]]:
    for person in looked_for.addresses.get(address, ()):
        yield person, Certainty.CLEAR
    box = address.partition("@")[0]
    for person in looked_for.boxes.get(box, set()) | looked_for.loose.get(box, set()):
        yield person, Certainty.DOUBTFUL


def _of_token(
    token: str, looked_for: Handles, *, is_alone: bool
) -> Iterator[tuple[int, Certainty]]:
    is_marked = token.startswith("@")
    bare = _NUMBER.sub("", token.lstrip("@"))
    for handle in {bare, bare.strip(".-"), bare.strip("._-")}:
        if is_marked or is_alone or not _is_a_word(handle):
            for person in looked_for.handles.get(handle, ()):
                yield person, Certainty.CLEAR
    for loose in {_SEPARATORS.sub("", bare), *disguises(bare)}:
        if len(loose) >= _SHORTEST_LOOSE and not _is_a_word(loose):
            for person in looked_for.loose.get(loose, ()):
                yield person, Certainty.DOUBTFUL


def _is_a_word(handle: str) -> bool:
    """Without @ it may just be the word, or another person's name."""
    return handle in words("both") or handle in given_names()
