"""What goes to somebody outside is a file that the standard tool opens, and nobody here does."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.sealing.errors import CannotOpen, CannotSeal
from evenhand.sealing.outside import (
    new_outside_identity,
    open_from_inside,
    outside_identity,
    outside_key,
    seal_for_outside,
)
from evenhand.sealing.padding import KIB, STEPS
from evenhand.sealing.secret import Secret

# Made with age and age-keygen 1.1.1, not with this program.
IDENTITY_FILE = """\
# created: 2026-11-24T09:03:05Z
# public key: age1yy6espw9vahtk9szzygnq7zkaf9nlnv9ce2ua836jzvjnvueyvpqyp6ate
AGE-SECRET-KEY-148RXKCXAWDXKJH9SWS8EKNQ64CMVTJNAA9M5Q9X5H2FH4R5TR2DQCURZYK
"""
KEY = "age1yy6espw9vahtk9szzygnq7zkaf9nlnv9ce2ua836jzvjnvueyvpqyp6ate"
SEALED = b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBXcWhsSDgwUUQyMkRRZzNjMmpWRHBWaHBLckxnOC9aSkxi"
    "WUdlQXlacVhzClNWNFV1RVpHa1VXNmo5dUhabDNzMDFLZ0ZmcE5UYmZNMmJHRGoveE4yQzAKLS0tIDlzcnhNQ25B"
    "eFVVSjZYcGdVWFI2N0xORVhrelJCejlvTnQ3RTJab2NQWVEKU8tQ912qbucpJ6BmRsjSK50AqIF+6sT3efPAl+Wj"
    "/ZU84HnpHQjS0mugdek5/uqZ4Ou8HaNCFhY="
)
# The points 0 and 1: whatever is sealed to them, everybody can open.
HIDE_NOTHING = [
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
]


def test_a_file_of_the_standard_tool_opens_with_its_identity_file() -> None:
    identity = outside_identity(IDENTITY_FILE)

    assert identity.key == KEY
    assert open_from_inside(SEALED, identity=identity).reveal() == "Somebody followed me."


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=3000))
@settings(max_examples=25)
def test_what_was_sealed_comes_back_to_whoever_has_the_identity(text: str) -> None:
    identity = new_outside_identity()

    sealed = seal_for_outside(Secret(text), to=identity.key)

    assert open_from_inside(sealed, identity=identity).reveal() == text.rstrip("\n")
    with pytest.raises(CannotOpen):
        open_from_inside(sealed, identity=new_outside_identity())


def test_changed_or_cut_bytes_do_not_open() -> None:
    identity = new_outside_identity()
    sealed = seal_for_outside(Secret("Somebody followed me."), to=identity.key)

    for changed in (sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"", b"hello"):
        with pytest.raises(CannotOpen):
            open_from_inside(changed, identity=identity)


@pytest.mark.parametrize("length", [0, 1, 500, KIB, KIB + 1, 5 * KIB, 60 * KIB, 65 * KIB])
def test_the_size_tells_only_the_step(length: int) -> None:
    """An age file has a head of some 200 bytes, in part random so that no tool relies on it."""
    sealed = seal_for_outside(Secret("x" * length), to=new_outside_identity().key)

    steps = (*STEPS, 2 * STEPS[-1])
    step = next(step for step in steps if length <= step)
    assert 0 < len(sealed) - step < KIB


def test_a_key_may_be_typed_with_spaces_around_it_and_in_capitals() -> None:
    assert outside_key(f" {KEY.upper()}\n") == KEY


@pytest.mark.parametrize(
    "typed",
    ["", "age1", KEY[:-1], KEY[:-1] + "q", IDENTITY_FILE.splitlines()[-1], *HIDE_NOTHING],
    ids=["nothing", "a head", "cut", "a slip", "the secret one", "zero", "one"],
)
def test_nothing_is_sealed_to_what_is_no_key_or_hides_nothing(typed: str) -> None:
    with pytest.raises(CannotSeal):
        outside_key(typed)


@pytest.mark.parametrize("kept", ["", KEY, "AGE-SECRET-KEY-1QQQ"], ids=["nothing", "key", "cut"])
def test_without_an_identity_nothing_opens(kept: str) -> None:
    with pytest.raises(CannotOpen):
        outside_identity(kept)


def test_an_identity_does_not_print_itself() -> None:
    identity = outside_identity(IDENTITY_FILE)

    assert str(identity) == repr(identity) == "OutsideIdentity(…)"
    assert "AGE-SECRET" not in str(identity.line)
