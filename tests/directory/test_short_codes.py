"""Reading libphonenumber's patterns."""

from __future__ import annotations

import re
from itertools import product

import pytest
from phonenumbers import PhoneMetadata
from phonenumbers.shortdata import _AVAILABLE_REGION_CODES

from evenhand.directory.known_numbers.short_codes import (
    UnreadablePattern,
    emergency_codes_of,
    numbers_matching,
)

COUNTRIES: list[str] = list(_AVAILABLE_REGION_CODES)


def pattern_of(country: str) -> str | None:
    metadata = PhoneMetadata.short_metadata_for_region(country)
    return metadata.emergency.national_number_pattern if metadata and metadata.emergency else None


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        ("112", ["112"]),
        ("112|911", ["112", "911"]),
        ("1(?:0[1-3]|12)", ["101", "102", "103", "112"]),
        ("9(?:11?|39?)", ["91", "911", "93", "939"]),
        ("[2359]11", ["211", "311", "511", "911"]),
        ("10[0-35]", ["100", "101", "102", "103", "105"]),
    ],
)
def test_a_pattern_is_all_its_numbers(pattern: str, numbers: list[str]) -> None:
    assert numbers_matching(pattern) == numbers


@pytest.mark.parametrize("pattern", ["11+", "1.2", "11)", "1[^2]"])
def test_a_pattern_with_unknown_signs_is_refused(pattern: str) -> None:
    with pytest.raises(UnreadablePattern):
        numbers_matching(pattern)


def test_every_countrys_numbers_are_what_its_pattern_matches() -> None:
    """All strings of up to four digits are tried against all patterns at once, then each."""
    strings = [
        "".join(signs) for length in (2, 3, 4) for signs in product("0123456789", repeat=length)
    ]
    patterns = {pattern for country in COUNTRIES if (pattern := pattern_of(country))}

    for pattern in patterns:
        expected = {string for string in strings if re.fullmatch(pattern, string)}
        found = numbers_matching(pattern)
        assert {number for number in found if len(number) <= 4} == expected
        assert all(re.fullmatch(pattern, number) for number in found)


def test_the_best_known_number_comes_first() -> None:
    assert emergency_codes_of("LT")[0] == "112"
    assert emergency_codes_of("BB")[0] == "911"


def test_a_range_too_long_to_choose_from_is_its_example() -> None:
    assert len(numbers_matching(pattern_of("GA") or "")) == 102
    assert emergency_codes_of("GA") == ("18",)


def test_a_country_without_a_known_number_has_none() -> None:
    assert emergency_codes_of("GN") == ()
    assert emergency_codes_of("AQ") == ()
