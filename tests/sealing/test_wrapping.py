from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.sealing.errors import CannotOpen, CannotSeal, UnknownVersion
from evenhand.sealing.places import Place
from evenhand.sealing.wrapping import OVERHEAD, PublicKey, ReadingKey, wrap, wrap_to_nobody
from tests.sealing.trying import HERE, flipped, places

ADA = ReadingKey.from_bytes(b"a" * 32)
BEN = ReadingKey.from_bytes(b"b" * 32)


@given(st.binary(max_size=3000), places)
def test_what_was_wrapped_opens_with_the_private_half_in_its_place(
    plain: bytes, place: Place
) -> None:
    wrapped = wrap(plain, to=ADA.public, place=place)

    assert ADA.unwrap(wrapped, place=place) == plain
    assert len(wrapped) == len(plain) + OVERHEAD


@given(st.integers(min_value=0, max_value=(OVERHEAD + 32) * 8 - 1))
def test_one_changed_bit_anywhere_is_refused(bit: int) -> None:
    wrapped = wrap(b"x" * 32, to=ADA.public, place=HERE)
    expected = UnknownVersion if bit < 8 else CannotOpen

    with pytest.raises(expected):
        ADA.unwrap(flipped(wrapped, bit), place=HERE)


@given(st.integers(min_value=0, max_value=OVERHEAD + 31))
def test_cut_off_bytes_are_refused(length: int) -> None:
    wrapped = wrap(b"x" * 32, to=ADA.public, place=HERE)

    with pytest.raises((CannotOpen, UnknownVersion)):
        ADA.unwrap(wrapped[:length], place=HERE)


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises((CannotOpen, UnknownVersion)):
        ADA.unwrap(noise, place=HERE)
    with pytest.raises(CannotOpen):
        ADA.unwrap(b"\x01" + noise, place=HERE)


@given(places, places)
def test_it_does_not_open_in_another_place(here: Place, there: Place) -> None:
    assume(here != there)

    with pytest.raises(CannotOpen):
        ADA.unwrap(wrap(b"x", to=ADA.public, place=here), place=there)


def test_it_does_not_open_for_anybody_else() -> None:
    with pytest.raises(CannotOpen):
        BEN.unwrap(wrap(b"x", to=ADA.public, place=HERE), place=HERE)


def test_a_wrap_to_nobody_has_the_size_of_a_real_one_and_opens_for_nobody() -> None:
    real, dummy = wrap(b"x" * 32, to=ADA.public, place=HERE), wrap_to_nobody(32, place=HERE)

    assert len(dummy) == len(real)
    assert dummy[:1] == real[:1]
    assert dummy[1:33] != wrap_to_nobody(32, place=HERE)[1:33]
    with pytest.raises(CannotOpen):
        ADA.unwrap(dummy, place=HERE)


@pytest.mark.parametrize(
    "bad",
    [b"", b"x" * 31, b"x" * 33, bytes(32), b"\x01" + bytes(31)],
    ids=["empty", "short", "long", "zero", "small order"],
)
def test_nothing_is_sealed_to_a_key_that_everybody_could_open(bad: bytes) -> None:
    with pytest.raises(CannotSeal):
        wrap(b"x", to=PublicKey(bad), place=HERE)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_private_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(CannotOpen):
        ReadingKey.from_bytes(b"x" * size)


def test_a_private_key_comes_back_from_its_bytes() -> None:
    made = ReadingKey.new()

    assert ReadingKey.from_bytes(made.to_bytes()).public == made.public
