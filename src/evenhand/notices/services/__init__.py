"""What is put out to be mailed, and mailed: nudges with nothing in them, and sealed hand-overs."""

from __future__ import annotations

from evenhand.notices.services.handing_over import (
    put_out_hand_over,
    readdress_hand_overs,
    send_hand_overs,
)
from evenhand.notices.services.nudging import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MOST_TRIES,
    notify,
    notify_sealed_address,
    seal_notice_address,
    send_unsent_notices,
)

__all__ = [
    "FIRST_WAIT",
    "LONGEST_WAIT",
    "MOST_TRIES",
    "notify",
    "notify_sealed_address",
    "put_out_hand_over",
    "readdress_hand_overs",
    "seal_notice_address",
    "send_hand_overs",
    "send_unsent_notices",
]
