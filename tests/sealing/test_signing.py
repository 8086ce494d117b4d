from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.sealing.errors import CannotOpen, Forged
from evenhand.sealing.places import Place
from evenhand.sealing.signing import SIGNATURE_BYTES, SigningKey, VerifyKey, check_signature
from tests.sealing.trying import HERE, flipped, places

ADA = SigningKey.from_bytes(b"a" * 32)
BEN = SigningKey.from_bytes(b"b" * 32)


@given(st.binary(max_size=500), places)
def test_a_signature_holds_for_its_message_in_its_place(message: bytes, place: Place) -> None:
    signature = ADA.sign(message, place=place)

    check_signature(signature, message, by=ADA.public, place=place)
    assert len(signature) == SIGNATURE_BYTES


@given(st.integers(min_value=0, max_value=SIGNATURE_BYTES * 8 - 1))
def test_a_changed_signature_is_forged(bit: int) -> None:
    signature = flipped(ADA.sign(b"yes", place=HERE), bit)

    with pytest.raises(Forged):
        check_signature(signature, b"yes", by=ADA.public, place=HERE)


@given(st.binary(max_size=70), st.binary(max_size=40))
def test_any_other_bytes_are_forged(signature: bytes, key: bytes) -> None:
    with pytest.raises(Forged):
        check_signature(signature, b"yes", by=ADA.public, place=HERE)
    with pytest.raises(Forged):
        check_signature(ADA.sign(b"yes", place=HERE), b"yes", by=VerifyKey(key), place=HERE)


@given(places, places)
def test_a_signature_does_not_hold_in_another_place(here: Place, there: Place) -> None:
    assume(here != there)

    with pytest.raises(Forged):
        check_signature(ADA.sign(b"yes", place=here), b"yes", by=ADA.public, place=there)


def test_nobody_signs_for_another() -> None:
    with pytest.raises(Forged):
        check_signature(ADA.sign(b"yes", place=HERE), b"yes", by=BEN.public, place=HERE)


def test_a_signature_does_not_hold_for_another_message() -> None:
    with pytest.raises(Forged):
        check_signature(ADA.sign(b"yes", place=HERE), b"no", by=ADA.public, place=HERE)


def test_a_key_comes_back_from_its_bytes_and_from_no_others() -> None:
    made = SigningKey.new()

    assert SigningKey.from_bytes(made.to_bytes()).public == made.public
    with pytest.raises(CannotOpen):
        SigningKey.from_bytes(made.to_bytes()[:31])
