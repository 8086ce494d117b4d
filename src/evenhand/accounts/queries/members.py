"""Find members."""

from __future__ import annotations

import hashlib
from datetime import datetime

from evenhand.accounts.addresses import normalised
from evenhand.accounts.errors import InvitationUnusable
from evenhand.accounts.models import Member


def member_at(address: str) -> Member | None:
    """The member with this address, whether or not they may sign in."""
    return Member.objects.filter(address=normalised(address)).first()


def invited_member(token: str, *, now: datetime) -> Member:
    """Whom an invitation is for. Raises InvitationUnusable when it is used or too old."""
    member = Member.objects.filter(
        invitation_hash=invitation_hash(token),
        invited_until__gt=now,
        joined_on=None,
        left_on=None,
    ).first()
    if member is None:
        raise InvitationUnusable
    return member


def invitation_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
