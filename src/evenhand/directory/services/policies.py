"""Policy values of an organisation or a space."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from evenhand.directory.errors import OtherOrganisation, PolicyInThePast
from evenhand.directory.models import Organisation, PolicyValue, Space
from evenhand.directory.policy import check_value, to_text


@transaction.atomic
def set_policy(
    *,
    organisation: Organisation,
    name: str,
    value: str | int,
    effective_on: date,
    space: Space | None = None,
) -> None:
    """Let a value hold from a day on. Older ones stay: promises were made by them.

    So a value cannot start before the newest one; on the same day it takes its place.
    """
    if space is not None and space.organisation_id != organisation.id:
        raise OtherOrganisation
    check_value(name, to_text(value))
    values = PolicyValue.objects.filter(organisation=organisation, space=space, name=name)
    if values.filter(effective_on__gt=effective_on).exists():
        raise PolicyInThePast
    PolicyValue.objects.update_or_create(
        organisation=organisation,
        space=space,
        name=name,
        effective_on=effective_on,
        defaults={"value": to_text(value)},
    )
