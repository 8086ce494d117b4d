"""Emergency numbers from libphonenumber, which writes a country's numbers as one pattern.

Somebody in danger needs numbers, not a pattern: 1(?:0[1-3]|12) is 101, 102, 103 and 112.
"""

from __future__ import annotations

from functools import cache

from phonenumbers import PhoneMetadata

# More than these is a range of numbers nobody could choose from; then the example stands for it.
MOST_NUMBERS = 12
# Known in the most countries, so first when a country has several and no names for them.
WIDELY_KNOWN = ("112", "911", "999")


class UnreadablePattern(ValueError):
    """A pattern uses signs that were in none of the patterns so far."""


@cache
def emergency_codes_of(country: str) -> tuple[str, ...]:
    """The emergency numbers of a country, best known first; none when nothing is known."""
    metadata = PhoneMetadata.short_metadata_for_region(country)
    known = metadata.emergency if metadata else None
    if known is None or known.national_number_pattern is None:
        return ()
    codes = numbers_matching(known.national_number_pattern)
    if len(codes) > MOST_NUMBERS:
        codes = [known.example_number] if known.example_number else []
    return tuple(sorted(codes, key=_by_renown))


def numbers_matching(pattern: str) -> list[str]:
    """All the numbers that a pattern of digits, sets, choices and optional parts stands for."""
    numbers, end = _choice(pattern, 0)
    if end != len(pattern):
        raise UnreadablePattern(pattern)
    return numbers


def _by_renown(code: str) -> tuple[int, str]:
    return (WIDELY_KNOWN.index(code) if code in WIDELY_KNOWN else len(WIDELY_KNOWN), code)


# Each of these reads from a place in the pattern and says what it found and where it stopped.


def _choice(pattern: str, at: int) -> tuple[list[str], int]:
    numbers, at = _sequence(pattern, at)
    while pattern[at : at + 1] == "|":
        more, at = _sequence(pattern, at + 1)
        numbers = numbers + more
    return numbers, at


def _sequence(pattern: str, at: int) -> tuple[list[str], int]:
    numbers = [""]
    while at < len(pattern) and pattern[at] not in "|)":
        parts, at = _part(pattern, at)
        if pattern[at : at + 1] == "?":
            parts, at = ["", *parts], at + 1
        numbers = [number + part for number in numbers for part in parts]
    return numbers, at


def _part(pattern: str, at: int) -> tuple[list[str], int]:
    if pattern.startswith("(?:", at):
        parts, end = _choice(pattern, at + len("(?:"))
        return parts, end + len(")")
    if pattern.startswith("[", at):
        end = pattern.index("]", at)
        return _set(pattern[at + 1 : end]), end + 1
    if pattern.startswith(r"\d", at):
        return _set("0-9"), at + len(r"\d")
    if pattern[at].isdigit():
        return [pattern[at]], at + 1
    raise UnreadablePattern(pattern)


def _set(signs: str) -> list[str]:
    digits: list[str] = []
    for place, sign in enumerate(signs):
        if sign == "-":
            digits += [str(digit) for digit in range(int(digits[-1]) + 1, int(signs[place + 1]))]
        elif sign.isdigit():
            digits.append(sign)
        else:
            raise UnreadablePattern(signs)
    return digits
