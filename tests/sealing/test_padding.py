from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.padding import KIB, STEPS, pad, unpad


@given(st.binary(max_size=5000))
def test_what_was_padded_comes_back(plain: bytes) -> None:
    padded = pad(plain)

    assert unpad(padded) == plain
    assert len(padded) in STEPS


@pytest.mark.parametrize(
    ("size", "padded"),
    [
        (0, KIB),
        (KIB - 4, KIB),
        (KIB - 3, 4 * KIB),
        (4 * KIB - 4, 4 * KIB),
        (4 * KIB - 3, 16 * KIB),
        (16 * KIB - 3, 64 * KIB),
        (64 * KIB - 4, 64 * KIB),
        (64 * KIB - 3, 128 * KIB),
        (128 * KIB - 3, 192 * KIB),
    ],
)
def test_the_size_tells_only_the_step(size: int, padded: int) -> None:
    assert len(pad(bytes(size))) == padded


@pytest.mark.parametrize("wrong", [b"", b"\0\0\0", b"\0\0\0\x01", b"\xff\xff\xff\xff" + bytes(KIB)])
def test_a_length_that_cannot_be_right_is_refused(wrong: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(wrong)
