"""Whom to call now, for a space and a country (S1).

A wrong number is worse than none. So a number of the file is shown when its record says it may
be, or when an organiser of the space has checked the country's numbers within twelve months.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from unicodedata import normalize

from evenhand.directory.known_numbers.names import country_names
from evenhand.directory.known_numbers.shipped import (
    HELP_LINES,
    LABELS,
    Service,
    entries_of,
    numbers_of,
)
from evenhand.directory.known_numbers.short_codes import emergency_codes_of
from evenhand.directory.models import LocalNumber, NumbersCheck, Space
from evenhand.directory.values import HelpNumbers, Number


def help_numbers(space: Space, country: str, *, today: date) -> HelpNumbers:
    """Numbers to show on a space's pages for the country somebody says they are in.

    A country that does not exist gives the space's own: help is never an error page.
    """
    code = country.upper() if country.upper() in country_names() else space.country
    checked_on = _checked_on(space, code, today=today)
    is_checked = checked_on is not None
    return HelpNumbers(
        country=code,
        country_name=country_names().get(code, code),
        local=_local_numbers(space) if is_checked and code == space.country else _team(space),
        emergency=_emergency_numbers(code, is_checked=is_checked),
        lines=_help_lines(code, is_checked=is_checked),
        checked_on=checked_on,
    )


@cache
def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name, for a choice."""
    return sorted(country_names().items(), key=lambda country: _letters_only(country[1]))


def valid_until(checked_on: date) -> date:
    """The first day on which a check no longer holds: twelve months later."""
    is_leap_day = (checked_on.month, checked_on.day) == (2, 29)
    return checked_on.replace(year=checked_on.year + 1, day=28 if is_leap_day else checked_on.day)


def _letters_only(name: str) -> str:
    """Åland stands with the other countries in A."""
    return normalize("NFD", name).encode("ascii", "ignore").decode()


def _checked_on(space: Space, country: str, *, today: date) -> date | None:
    checks = NumbersCheck.objects.filter(space=space, country=country, checked_on__lte=today)
    latest = checks.order_by("-checked_on").values_list("checked_on", flat=True).first()
    return latest if latest and today < valid_until(latest) else None


def _team(space: Space) -> tuple[Number, ...]:
    return (Number(label="Our team", number=space.team_phone),) if space.team_phone else ()


def _local_numbers(space: Space) -> tuple[Number, ...]:
    """Of the place itself; last year's venue may be another one, so these need the check too."""
    rows = LocalNumber.objects.filter(space=space).order_by("rank", "label")
    return _team(space) + tuple(Number(label=row.label, number=row.number) for row in rows)


@cache
def _emergency_numbers(country: str, *, is_checked: bool) -> tuple[Number, ...]:
    """Ours where we have them: libphonenumber names no services, and errs in places."""
    ours = numbers_of(
        entry
        for entry in entries_of(country)
        if entry.service not in HELP_LINES and (is_checked or entry.is_shown_unconfirmed)
    )
    label = LABELS[Service.EMERGENCY]
    return ours or tuple(Number(label=label, number=code) for code in emergency_codes_of(country))


@cache
def _help_lines(country: str, *, is_checked: bool) -> tuple[Number, ...]:
    return numbers_of(
        entry
        for entry in entries_of(country)
        if entry.service in HELP_LINES and (is_checked or entry.is_shown_unconfirmed)
    )
