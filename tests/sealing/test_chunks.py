from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.sealing.chunks import CHUNK_BYTES, open_chunks, seal_chunks, split_sealed
from evenhand.sealing.envelope import OVERHEAD, DataKey, seal
from evenhand.sealing.errors import CannotOpen, SealingError, UnknownVersion
from evenhand.sealing.places import Place
from tests.sealing.trying import HERE, KEY, OTHER_KEY, flipped
from tests.sizes import size

SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES)
FILE = b"0123456789abcdef" * (CHUNK_BYTES // 8)  # two chunks


def opened(chunks: Sequence[bytes], key: DataKey = KEY) -> bytes:
    return b"".join(open_chunks(chunks, key=key, place=HERE))


def place_of(number: int, *, is_last: bool) -> Place:
    mark = number.to_bytes(8, "big") + (b"\x01" if is_last else b"\x00")
    return Place(HERE.purpose, HERE.site, (*HERE.row, mark))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_comes_back(size: int) -> None:
    plain = (b"0123456789" * (size // 10 + 1))[:size]

    chunks = list(seal_chunks(plain, key=KEY, place=HERE))

    assert opened(chunks) == plain
    assert len(chunks) == max(1, -(-size // CHUNK_BYTES))
    assert {len(chunk) for chunk in chunks} == {4 + CHUNK_BYTES + OVERHEAD}


@pytest.mark.parametrize("size", SIZES)
def test_a_stored_file_is_cut_back_into_its_chunks(size: int) -> None:
    chunks = list(seal_chunks(bytes(size), key=KEY, place=HERE))

    assert split_sealed(b"".join(chunks)) == chunks


@settings(max_examples=size(15, 300))
@given(st.integers(min_value=0), st.integers(min_value=0, max_value=1))
def test_one_changed_bit_anywhere_is_refused(bit: int, which: int) -> None:
    chunks = list(seal_chunks(FILE, key=KEY, place=HERE))
    chunks[which] = flipped(chunks[which], bit)

    with pytest.raises((CannotOpen, UnknownVersion)):
        opened(chunks)


@settings(max_examples=size(15, 300))
@given(st.integers(min_value=0, max_value=2 * (4 + CHUNK_BYTES + OVERHEAD) - 1))
def test_a_stored_file_cut_anywhere_is_refused(length: int) -> None:
    stored = b"".join(seal_chunks(FILE, key=KEY, place=HERE))

    with pytest.raises((CannotOpen, UnknownVersion)):
        opened(split_sealed(stored[:length]))


def test_another_key_is_refused() -> None:
    with pytest.raises(CannotOpen):
        opened(list(seal_chunks(FILE, key=KEY, place=HERE)), OTHER_KEY)


def test_what_was_yielded_before_a_refusal_is_a_true_beginning() -> None:
    first, _ = seal_chunks(FILE, key=KEY, place=HERE)
    _, last = seal_chunks(bytes(len(FILE)), key=OTHER_KEY, place=HERE)
    reading = open_chunks([first, last], key=KEY, place=HERE)

    assert next(reading) == FILE[:CHUNK_BYTES]
    with pytest.raises(CannotOpen):
        next(reading)


@pytest.mark.parametrize(
    ("frame", "is_last"),
    [
        ((CHUNK_BYTES + 1).to_bytes(4, "big") + bytes(CHUNK_BYTES), True),
        ((1).to_bytes(4, "big") + b"x", True),
        (b"", True),
        ((1).to_bytes(4, "big") + bytes(CHUNK_BYTES), False),
    ],
    ids=["longer than a chunk", "not padded", "no frame", "short but not last"],
)
def test_a_key_holder_cannot_make_an_odd_chunk(frame: bytes, *, is_last: bool) -> None:
    odd = seal(frame, key=KEY, place=place_of(0, is_last=is_last))
    end = (
        [] if is_last else [seal(bytes(4 + CHUNK_BYTES), key=KEY, place=place_of(1, is_last=True))]
    )

    with pytest.raises(SealingError):
        opened([odd, *end])
