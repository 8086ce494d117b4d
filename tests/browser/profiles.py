"""Look for words in all that a browser has left on the disk."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.browser.compressed import unpacked

_BASE64_ALIGNMENTS = ((0, 0), (1, 2), (2, 3))  # bytes before it, letters these spoil


def spellings(word: str) -> set[bytes]:
    """Ways in which a browser, a form or a page may write it down."""
    written = {word, word.casefold(), quote(word), quote_plus(word), word.replace(" ", "")}
    plain = {text.encode() for text in written}
    wide = {text.encode("utf-16-le") for text in written}
    return plain | wide | {part for text in plain | wide for part in _base64_parts(text)}


def _base64_parts(text: bytes) -> Iterator[bytes]:
    """Wherever it stands in a longer text, these letters are in its base64."""
    for before, spoilt in _BASE64_ALIGNMENTS:
        whole = base64.b64encode(b"\0" * before + text)
        end = len(whole) - (4 if (before + len(text)) % 3 else 0)
        yield whole[spoilt:end]


def found_in(folder: Path, words: Iterable[str]) -> dict[str, list[str]]:
    """Each word that stands in a file of the folder, with the files."""
    patterns = {word: _pattern(word) for word in words}
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        layers = [content, *unpacked(content)]
        for word, pattern in patterns.items():
            if any(pattern.search(layer) for layer in layers):
                found.setdefault(word, []).append(str(path.relative_to(folder)))
    return found


def _pattern(word: str) -> re.Pattern[bytes]:
    return re.compile(b"|".join(re.escape(text) for text in sorted(spellings(word))))
