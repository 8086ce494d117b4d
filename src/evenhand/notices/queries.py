"""What is still to be sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from evenhand.notices.models import Notice


def unsent_notices(now: datetime) -> QuerySet[Notice]:
    """Notices whose time has come, the oldest first."""
    return Notice.objects.filter(send_after__lte=now).order_by("send_after", "pk")
