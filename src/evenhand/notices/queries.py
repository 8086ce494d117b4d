"""What is still to be sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from evenhand.notices.models import HandOver, Notice


def unsent_notices(now: datetime) -> QuerySet[Notice]:
    """Notices whose time has come, the oldest first."""
    return Notice.objects.filter(send_after__lte=now).order_by("send_after", "pk")


def due_hand_overs(now: datetime) -> QuerySet[HandOver]:
    """Hand-overs whose time has come, the oldest first."""
    return HandOver.objects.filter(send_after__lte=now).order_by("waits_since", "pk")


def hand_overs_waiting_since(then: datetime) -> int:
    """How many were put out by then and are still here."""
    return HandOver.objects.filter(waits_since__lte=then).count()
