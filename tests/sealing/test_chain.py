from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.sealing.chain import START, digest_of, link_after
from evenhand.sealing.places import Place, Purpose
from tests.sealing.trying import HERE, SITE


def head_of(entries: Sequence[bytes]) -> bytes:
    link = START
    for at, entry in enumerate(entries):
        place = Place(Purpose.ENTRY_LINK, SITE, (at.to_bytes(4, "big"),))
        link = link_after(link, digest_of(entry), place=place)
    return link


@given(st.lists(st.binary(max_size=5), max_size=5), st.lists(st.binary(max_size=5), max_size=5))
def test_two_histories_end_in_the_same_link_only_when_they_are_the_same(
    one: list[bytes], other: list[bytes]
) -> None:
    assert (head_of(one) == head_of(other)) == (one == other)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_link_depends_on_what_came_before_on_the_entry_and_on_its_place(
    previous: bytes, digest: bytes
) -> None:
    assume(previous != digest)
    there = Place(HERE.purpose, HERE.site, (*HERE.row, b"x"))

    links = {
        link_after(previous, digest, place=HERE),
        link_after(digest, previous, place=HERE),
        link_after(previous, digest, place=there),
    }

    assert len(links) == 3


def test_a_digest_is_of_the_sealed_bytes_alone() -> None:
    assert digest_of(b"sealed") == hashlib.sha256(b"sealed").digest()
