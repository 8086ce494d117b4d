"""Who gets a slot, real or dummy, in every case of an organisation."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from evenhand.accounts.models import Member


def slot_holders(organisation_id: UUID) -> QuerySet[Member]:
    """Every member who has joined and not left, with what a slot needs, in no telling order."""
    members = Member.objects.filter(
        organisation_id=organisation_id, joined_on__isnull=False, left_on=None
    )
    return members.only("id", "reading_key", "verify_key", "address").order_by("id")
