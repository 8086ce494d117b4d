"""The operator says that somebody leaves (B15)."""

from __future__ import annotations

from datetime import datetime

from evenhand.accounts.queries.members import member_at
from evenhand.operations.errors import NobodyThere
from evenhand.vault.services.leaving import leave_everything


def leave_by_address(address: str, *, now: datetime) -> str:
    """The name of whoever has left now. Raises NobodyThere."""
    member = member_at(address)
    if member is None or member.left_on is not None:
        raise NobodyThere
    leave_everything(member, now=now)
    return member.name
