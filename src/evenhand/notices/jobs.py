"""What notices do by the clock."""

from __future__ import annotations

from datetime import datetime

from evenhand.notices.services import send_hand_overs, send_unsent_notices


def send_due_notices(now: datetime) -> int:
    return send_unsent_notices(now)


def send_due_hand_overs(now: datetime) -> int:
    return send_hand_overs(now)
