"""Organisations and their spaces (S3)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from evenhand.directory.errors import AddressTaken, NoSuchCountry
from evenhand.directory.known_numbers.names import country_names
from evenhand.directory.models import Organisation, Space, SpaceKind

# These words follow /c/ in addresses of the site itself.
KEPT_SLUGS = frozenset({"code", "leave", "photo", "safe", "sent", "yours"})


def create_organisation(
    *,
    name: str,
    country: str,
    is_practice: bool = False,
    conduct_url: str = "",
    outside_contact: str = "",
) -> Organisation:
    """Let a community take reports here."""
    return Organisation.objects.create(
        name=name,
        country=_known(country),
        is_practice=is_practice,
        conduct_url=conduct_url,
        outside_contact=outside_contact,
    )


@transaction.atomic
def create_space(
    *, organisation: Organisation, name: str, slug: str, kind: SpaceKind, country: str
) -> Space:
    """Open a meeting or forum for reports."""
    if slug in KEPT_SLUGS or Space.objects.filter(slug=slug).exists():
        raise AddressTaken
    return Space.objects.create(
        organisation=organisation, name=name, slug=slug, kind=kind, country=_known(country)
    )


def set_dates(
    *,
    space: Space,
    starts_on: date | None,
    ends_on: date | None,
    place: str = "",
    time_zone: str = "UTC",
) -> None:
    """Say when and where a space meets."""
    space.starts_on, space.ends_on = starts_on, ends_on
    space.place, space.time_zone = place, time_zone
    space.save(update_fields=["starts_on", "ends_on", "place", "time_zone"])


def set_ways_to_reach(
    *, space: Space, team_phone: str = "", in_person: str = "", address: str = ""
) -> None:
    """Say how else the team can be reached: by phone, in a room, by mail."""
    space.team_phone, space.in_person, space.address = team_phone, in_person, address
    space.save(update_fields=["team_phone", "in_person", "address"])


def _known(country: str) -> str:
    if country not in country_names():
        raise NoSuchCountry
    return country
