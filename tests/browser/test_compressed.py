"""The scanner of T-FORENSIC can read what it claims to read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.browser.compressed import unpacked, unsnapped
from tests.browser.profiles import found_in, spellings

WORD = "zqxvorblat"


@pytest.mark.parametrize(
    ("packed", "plain"),
    [
        (b"\x05\x10hello", b"hello"),
        (b"\x3e\xf0\x3d" + b"x" * 62, b"x" * 62),
        (b"\x0a\x04ab\x0d\x02\x00c", b"ababababac"),
        (b"\x08\x04ab\x16\x02\x00", b"abababab"),
    ],
)
def test_snappy_is_read(packed: bytes, plain: bytes) -> None:
    assert unsnapped(packed) == plain


def test_gzip_inside_something_else_is_read() -> None:
    assert WORD.encode() in b"".join(unpacked(b"header" + gzip.compress(WORD.encode()) + b"end"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_word_is_found_in_every_file(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\0\1" + WORD.encode(encoding) + b"\2")

    assert found_in(tmp_path, [WORD, "never"]) == {WORD: ["deep/file"]}


def test_a_word_with_spaces_is_also_looked_for_as_a_form_sends_it() -> None:
    assert {b"one+two", b"one%20two", b"onetwo"} <= spellings("one two")
