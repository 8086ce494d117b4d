"""What intake does by the clock."""

from __future__ import annotations

from datetime import datetime

from evenhand.intake.services.leaving import forget_left_forms


def drop_left_forms(now: datetime) -> int:
    return forget_left_forms(now)
