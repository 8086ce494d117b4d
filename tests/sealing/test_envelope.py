from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.sealing.envelope import (
    OVERHEAD,
    DataKey,
    new_data_key,
    open_sealed,
    seal,
)
from evenhand.sealing.errors import CannotOpen, UnknownVersion
from evenhand.sealing.places import Place
from tests.sealing import reference
from tests.sealing.trying import HERE, KEY, OTHER_KEY, flipped, keys, places


@given(st.binary(max_size=3000), keys, places)
def test_what_was_sealed_opens_with_its_key_in_its_place(
    plain: bytes, key: DataKey, place: Place
) -> None:
    sealed = seal(plain, key=key, place=place)

    assert open_sealed(sealed, key=key, place=place) == plain
    assert len(sealed) == len(plain) + OVERHEAD


@given(st.binary(max_size=300), keys, places)
def test_the_format_is_the_one_written_down(plain: bytes, key: DataKey, place: Place) -> None:
    """A second implementation, from the decision record alone, agrees in both directions."""
    where = reference.encoded(place.purpose, place.site, *place.row)
    made_there = reference.sealed(plain, key=key, salt=b"s" * 32, where=where)

    assert open_sealed(made_there, key=key, place=place) == plain
    made_here = seal(plain, key=key, place=place)
    assert made_here == reference.sealed(plain, key=key, salt=made_here[1:33], where=where)


@given(st.integers(min_value=0, max_value=(OVERHEAD + 40) * 8 - 1))
def test_one_changed_bit_anywhere_is_refused(bit: int) -> None:
    sealed = seal(b"x" * 40, key=KEY, place=HERE)
    expected = UnknownVersion if bit < 8 else CannotOpen

    with pytest.raises(expected):
        open_sealed(flipped(sealed, bit), key=KEY, place=HERE)


@given(st.integers(min_value=0, max_value=OVERHEAD + 39))
def test_cut_off_bytes_are_refused(length: int) -> None:
    sealed = seal(b"x" * 40, key=KEY, place=HERE)

    with pytest.raises((CannotOpen, UnknownVersion)):
        open_sealed(sealed[:length], key=KEY, place=HERE)


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises((CannotOpen, UnknownVersion)):
        open_sealed(noise, key=KEY, place=HERE)
    with pytest.raises(CannotOpen):
        open_sealed(b"\x01" + noise, key=KEY, place=HERE)


@given(places, places)
def test_it_does_not_open_in_another_place(here: Place, there: Place) -> None:
    assume(here != there)

    with pytest.raises(CannotOpen):
        open_sealed(seal(b"x", key=KEY, place=here), key=KEY, place=there)


def test_it_does_not_open_with_another_key() -> None:
    with pytest.raises(CannotOpen):
        open_sealed(seal(b"x", key=KEY, place=HERE), key=OTHER_KEY, place=HERE)


def test_sealing_the_same_twice_gives_nothing_in_common() -> None:
    first, second = (seal(b"x" * 64, key=KEY, place=HERE) for _ in range(2))

    assert first[0] == second[0]
    assert not any(first[at : at + 8] == second[at : at + 8] for at in range(1, len(first) - 7))


def test_new_keys_are_32_bytes_and_never_the_same() -> None:
    made = {bytes(new_data_key()) for _ in range(100)}

    assert len(made) == 100
    assert {len(key) for key in made} == {32}
