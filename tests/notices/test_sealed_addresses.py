from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.notices.errors import AddressTooLong
from evenhand.notices.sealed import open_address
from evenhand.notices.services import seal_notice_address
from evenhand.notices.values import Mailing, Wording, mailings

addresses = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=254).filter(
    lambda text: text == text.strip() and len(text.encode()) <= 1016
)


@given(addresses)
def test_an_address_comes_back_as_it_was_and_has_the_size_of_none(address: str) -> None:
    sealed = seal_notice_address(address)

    assert open_address(sealed) == address
    assert len(sealed) == len(seal_notice_address(""))


def test_an_address_longer_than_addresses_can_be_is_refused() -> None:
    with pytest.raises(AddressTooLong):
        seal_notice_address("x" * 1100)


@given(st.lists(addresses, max_size=60))
def test_every_address_is_in_exactly_one_mailing_of_the_one_size(known: list[str]) -> None:
    found = mailings(Wording.CHECK_IN, known)

    opened = [Mailing.from_bytes(one.to_bytes()) for one in found]
    assert sorted(a for one in opened for a in one.addresses) == sorted(set(known))
    assert len({len(one.to_bytes()) for one in found}) == 1
