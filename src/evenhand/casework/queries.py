"""Who is on the team."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from evenhand.accounts.models import Member
from evenhand.directory.models import Role, RoleKind

_INVITERS = (RoleKind.LEAD, RoleKind.CHAIR)


def may_invite(member: Member, *, now: datetime) -> bool:
    """Leads and the chair ask people to join."""
    today = now.date()
    return (
        Role.objects.filter(member=member, kind__in=_INVITERS, starts_on__lte=today)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .exists()
    )
