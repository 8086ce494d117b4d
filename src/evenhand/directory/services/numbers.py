"""An organiser's word on help numbers (S1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from evenhand.directory.errors import NoSuchCountry
from evenhand.directory.known_numbers.names import country_names
from evenhand.directory.models import LocalNumber, NumbersCheck, Space


def confirm_numbers(*, space: Space, country: str, checked_on: date, checked_by: str) -> None:
    """Somebody has checked a country's numbers for a space. That holds for twelve months."""
    if country not in country_names():
        raise NoSuchCountry
    NumbersCheck.objects.create(
        space=space, country=country, checked_on=checked_on, checked_by=checked_by
    )


@transaction.atomic
def set_local_numbers(*, space: Space, numbers: Sequence[tuple[str, str]]) -> None:
    """Replace the numbers of the place itself, each with what it is for, most needed first."""
    LocalNumber.objects.filter(space=space).delete()
    LocalNumber.objects.bulk_create(
        LocalNumber(space=space, label=label, number=number, rank=rank)
        for rank, (label, number) in enumerate(numbers)
    )
