"""Nothing secret prints itself: not in text, a format, a container, a traceback."""

from __future__ import annotations

import traceback

import pytest

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.receipts import Receipt, ReceiptKeys
from evenhand.sealing.secret import Secret, SecretBytes
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.stretching import Cost, Pepper, stretch_passphrase
from evenhand.sealing.wrapping import ReadingKey

RAW = b"CanaryCanaryCanaryCanaryCanary!!"
DIGITS = "4821093712345678901234"
CHEAP = Cost(memory_kib=64, passes=1)

HIDDEN: list[object] = [
    Secret(RAW.decode()),
    SecretBytes(RAW),
    DataKey(RAW),
    Pepper(RAW),
    ReadingKey.from_bytes(RAW),
    SigningKey.from_bytes(RAW),
    Receipt(DIGITS),
    ReceiptKeys.from_seed(RAW * 2, site=bytes(16)),
    stretch_passphrase("x", salt=bytes(16), pepper=Pepper(RAW), site=bytes(16), cost=CHEAP),
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: type(hidden).__name__)
def test_it_never_prints_what_it_holds(hidden: object) -> None:
    printed = f"{hidden} {hidden!r} {hidden!s} {[hidden]} { ({'key': hidden}) } {(hidden,)}"

    assert "anary" not in printed
    assert DIGITS[:4] not in printed
    assert RAW.hex()[:12] not in printed
    assert printed.count(type(hidden).__name__) == 6


def test_a_traceback_that_shows_variables_does_not_show_a_key() -> None:
    def fail(key: DataKey, text: Secret) -> None:
        raise RuntimeError(key, text)

    with pytest.raises(RuntimeError) as caught:
        fail(DataKey(RAW), Secret(RAW.decode()))

    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "anary" not in "".join(shown.format())


def test_a_secret_gives_its_text_only_when_asked() -> None:
    assert Secret("what happened").reveal() == "what happened"
    assert Secret("same") == Secret("same")
    assert not Secret("")
    assert Secret(" ")


def test_a_key_is_still_its_bytes() -> None:
    assert DataKey(RAW) == RAW
    assert DataKey(RAW).hex() == RAW.hex()
