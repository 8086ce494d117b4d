"""What an operator may have to know."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from evenhand.directory.known_numbers.shipped import entries_of, numbers_of
from evenhand.directory.known_numbers.short_codes import emergency_codes_of
from evenhand.directory.models import Organisation
from evenhand.directory.values import Number
from evenhand.operations.errors import LinkUnusable, NoPracticeOrganisation, WhichOrganisation
from evenhand.operations.models import SetupLink

LINK_VALID_FOR = timedelta(hours=24)


def usable_links(token: str, *, now: datetime) -> QuerySet[SetupLink]:
    """The one link of this token, if it may still be used."""
    return SetupLink.objects.filter(
        token_hash=hash_of(token), used_at=None, made_at__gt=now - LINK_VALID_FOR
    )


def check_link(token: str, *, now: datetime) -> None:
    """Raises LinkUnusable."""
    if not usable_links(token, now=now).exists():
        raise LinkUnusable


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def numbers_to_check(country: str) -> tuple[Number, ...]:
    """All we know for a country, also what nobody has confirmed yet (S1)."""
    emergency = tuple(Number(label="Emergency", number=it) for it in emergency_codes_of(country))
    return numbers_of(entries_of(country)) or emergency


def organisation_called(name: str) -> Organisation:
    """The one of that name; without a name, the only real one. Raises WhichOrganisation."""
    meant = Q(name=name) if name else Q(is_practice=False)
    found = list(Organisation.objects.filter(meant)[:2])
    if len(found) != 1:
        raise WhichOrganisation
    return found[0]


def practice_organisation() -> Organisation:
    """Raises NoPracticeOrganisation."""
    found = Organisation.objects.filter(is_practice=True).first()
    if found is None:
        raise NoPracticeOrganisation
    return found
