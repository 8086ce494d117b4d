"""A space with the help numbers of its place, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.models import Space
from evenhand.directory.queries import day_of, space_called
from evenhand.directory.values import HelpNumbers
from evenhand.intake.lately import Lately
from evenhand.intake.values.drafts import Phone
from evenhand.vault.values.dossiers import Dossier

_MOST_PHONES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is about, and whom to call there (S1)."""

    space: Space
    numbers: HelpNumbers


_by_slug: Lately[Place] = Lately()
_by_name: Lately[Place | None] = Lately()


def place_called(slug: str, country: str, *, now: datetime) -> Place:
    """The space with the numbers of the chosen country, or its own. Raises NoSuchSpace."""

    def make() -> Place:
        space = space_called(slug)
        return Place(space, numbers_of(space, country, now=now))

    return _by_slug.get((slug, country), make, now=now)


def place_of(dossier: Dossier, *, now: datetime) -> Place | None:
    """A report names its space only inside; a renamed space is not found any more."""
    key = (dossier.organisation_id, dossier.report.space_name)

    def make() -> Place | None:
        organisation_id, name = key
        known = Space.objects.select_related("organisation")
        space = known.filter(organisation_id=organisation_id, name=name).first()
        return Place(space, numbers_of(space, "", now=now)) if space else None

    return _by_name.get(key, make, now=now)


def numbers_of(space: Space, country: str, *, now: datetime) -> HelpNumbers:
    return help_numbers(space, country or space.country, today=day_of(now))


def phones_in(numbers: HelpNumbers) -> tuple[Phone, ...]:
    """The few numbers that a form carries along."""
    told = (*numbers.local, *numbers.emergency)
    return tuple(Phone(number.label, number.number) for number in told[:_MOST_PHONES])
