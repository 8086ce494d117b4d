from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place
from tests.sealing import reference
from tests.sealing.trying import HERE, places


@given(st.binary(min_size=16, max_size=64), places, st.integers(min_value=1, max_value=200))
def test_it_is_hkdf_with_the_length_and_the_place_as_context(
    key: bytes, place: Place, length: int
) -> None:
    where = reference.encoded(place.purpose, place.site, *place.row)
    expected = reference.hkdf(
        key, salt=bytes(32), info=length.to_bytes(2, "big") + where, length=length
    )

    assert derive(key, place, length=length) == expected


@given(places, places)
def test_each_place_gives_another_key(here: Place, there: Place) -> None:
    assume(here != there)

    assert derive(b"k" * 32, here) != derive(b"k" * 32, there)


def test_the_salt_and_the_length_change_everything() -> None:
    outputs = {
        derive(b"k" * 32, HERE)[:16],
        derive(b"k" * 32, HERE, length=64)[:16],
        derive(b"k" * 32, HERE, length=16),
        derive(b"k" * 32, HERE, salt=b"s" * 32)[:16],
    }

    assert len(outputs) == 4
