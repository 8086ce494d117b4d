"""What members say of themselves, so that no report that concerns them reaches them (D1, B2)."""

from __future__ import annotations

from evenhand.accounts.models import Member
from evenhand.directory.models import KnownAs as Row
from evenhand.directory.sealed import seal_known_as
from evenhand.directory.values import KnownAs


def keep_known_as(member: Member, known_as: KnownAs) -> None:
    """Holds for every report that comes in from now on."""
    sealed = seal_known_as(known_as, member.id)
    Row.objects.update_or_create(member=member, defaults={"sealed": sealed})


def forget_known_as(member: Member) -> None:
    """Nothing is kept of whoever has left but what signatures need (B15)."""
    Row.objects.filter(member=member).delete()
