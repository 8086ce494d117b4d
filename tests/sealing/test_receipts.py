from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from evenhand.sealing.errors import Mistyped
from evenhand.sealing.receipts import DIGITS, Receipt, keys_of, new_receipt
from evenhand.sealing.spelling import groups_of, parse_receipt
from evenhand.sealing.stretching import Cost, Pepper
from tests.sizes import size

CHEAP = Cost(memory_kib=64, passes=1)
PEPPER = Pepper(b"p" * 32)
SITE = b"s" * 16

SAMPLE = size(10_000, 1_000_000)
WORST_CHI_SQUARE = 27.88  # nine degrees of freedom, p = 0.001


def chi_square(seen: Sequence[str]) -> float:
    counts, expected = Counter(seen), len(seen) / 10
    return sum((counts[digit] - expected) ** 2 / expected for digit in "0123456789")


def uneven_positions() -> set[int]:
    drawn = [new_receipt().digits for _ in range(SAMPLE)]
    assert len(set(drawn)) == SAMPLE
    return {
        at
        for at in range(DIGITS)
        if chi_square([digits[at] for digits in drawn]) > WORST_CHI_SQUARE
    }


def test_t_receipt_every_digit_is_as_likely_in_every_position(
    proved: Callable[[str], None],
) -> None:
    # A fair draw fails one position in a thousand: only one that fails three times is uneven.
    uneven = uneven_positions() & uneven_positions() & uneven_positions()

    assert uneven == set()
    proved(f"3 x {SAMPLE} receipts: none twice, no position with p < 0.001 each time")


def test_t_receipt_every_wrong_digit_is_noticed(proved: Callable[[str], None]) -> None:
    wrong = [
        number[:at] + digit + number[at + 1 :]
        for number in numbers(size(20, 200))
        for at in range(len(number))
        for digit in "0123456789"
        if digit != number[at]
    ]

    assert passing(wrong) == []
    proved(f"0 of {len(wrong)} unnoticed")


def test_t_receipt_every_swap_of_two_neighbours_is_noticed(proved: Callable[[str], None]) -> None:
    swapped = [
        number[:at] + number[at + 1] + number[at] + number[at + 2 :]
        for number in numbers(size(100, 2000))
        for at in range(len(number) - 1)
        if number[at] != number[at + 1]
    ]

    assert passing(swapped) == []
    proved(f"0 of {len(swapped)} unnoticed")


def numbers(count: int) -> list[str]:
    return ["".join(groups_of(new_receipt())) for _ in range(count)]


def passing(typed: Sequence[str]) -> list[str]:
    return [number for number in typed if is_accepted(number)]


def is_accepted(typed: str) -> bool:
    try:
        parse_receipt(typed)
    except Mistyped:
        return False
    return True


@pytest.mark.parametrize(
    "digits", ["", "1" * 21, "1" * 23, "1" * 21 + "x", "1" * 21 + "\u0664", "1" * 21 + "\u00b2"]
)
def test_a_receipt_is_22_plain_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="22 digits"):
        Receipt(digits)


def test_the_same_receipt_leads_to_the_same_report_and_keys() -> None:
    receipt = new_receipt()

    first, again = (keys_of(receipt, pepper=PEPPER, site=SITE, cost=CHEAP) for _ in range(2))

    assert first.locator == again.locator
    assert first.reading.public == again.reading.public
    assert first.signing.public == again.signing.public


def test_receipt_pepper_and_site_each_lead_elsewhere() -> None:
    receipt, other = Receipt("1" * DIGITS), Receipt("1" * (DIGITS - 1) + "2")

    made = [
        keys_of(receipt, pepper=PEPPER, site=SITE, cost=CHEAP),
        keys_of(other, pepper=PEPPER, site=SITE, cost=CHEAP),
        keys_of(receipt, pepper=Pepper(b"q" * 32), site=SITE, cost=CHEAP),
        keys_of(receipt, pepper=PEPPER, site=b"t" * 16, cost=CHEAP),
    ]

    assert len({keys.locator for keys in made}) == 4
    assert len({keys.reading.public for keys in made}) == 4
    assert len({keys.signing.public for keys in made}) == 4


def test_the_locator_and_the_keys_have_nothing_in_common() -> None:
    keys = keys_of(new_receipt(), pepper=PEPPER, site=SITE, cost=CHEAP)

    parts = {
        keys.locator,
        keys.reading.to_bytes(),
        keys.signing.to_bytes(),
        keys.seed[:32],
        keys.seed[32:],
    }

    assert len(parts) == 5
    assert len(keys.locator) == 32
