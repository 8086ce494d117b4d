from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evenhand.sealing.places import Place, Purpose
from tests.sealing.trying import SITE, places


@given(places, places)
def test_two_places_have_the_same_bytes_only_when_they_are_the_same(a: Place, b: Place) -> None:
    assert (a.encode() == b.encode()) == (a == b)


@given(st.lists(st.binary(max_size=6), min_size=2, max_size=4))
def test_moving_the_border_between_two_parts_makes_another_place(row: list[bytes]) -> None:
    first, second, *rest = row
    moved = (first + second[:1], second[1:], *rest)

    here, there = Place(Purpose.SAMPLE, SITE, tuple(row)), Place(Purpose.SAMPLE, SITE, moved)

    assert (here.encode() == there.encode()) == (tuple(row) == moved)


@given(st.tuples(places, st.binary(max_size=40)), st.tuples(places, st.binary(max_size=40)))
def test_a_framed_message_can_be_cut_apart_in_one_way_only(
    one: tuple[Place, bytes], other: tuple[Place, bytes]
) -> None:
    (here, message), (there, second) = one, other

    assert (here.frame(message) == there.frame(second)) == (one == other)


def test_a_message_cannot_stand_for_one_more_part_of_the_row() -> None:
    short, long = Place(Purpose.SAMPLE, SITE), Place(Purpose.SAMPLE, SITE, (b"x",))

    assert short.frame(b"\0\0\0\x01x") != long.frame(b"")
