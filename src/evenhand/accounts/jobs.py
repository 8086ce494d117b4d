"""What the clock does for accounts."""

from __future__ import annotations

from datetime import datetime

from evenhand.accounts.services.sessions import drop_ended


def drop_ended_sessions(now: datetime) -> int:
    """Sessions that are over leave nothing behind; count them."""
    return drop_ended(now)
