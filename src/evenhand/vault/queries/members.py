"""Who gets a slot, real or dummy, in every case of an organisation."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from evenhand.accounts.models import Member


def slot_holders(organisation_id: UUID) -> QuerySet[Member]:
    """Every member who has joined and not left, in no telling order."""
    return Member.objects.filter(
        organisation_id=organisation_id, joined_on__isnull=False, left_on=None
    ).order_by("id")
