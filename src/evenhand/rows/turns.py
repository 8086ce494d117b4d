"""Wait for one's turn among all processes of this machine."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def wait_for_turn(queue: str | Path) -> int:
    """An open file that holds our place: whoever closes it, or dies, lets the next one go on.

    The system keeps those who wait in their order. The file holds nothing.
    """
    turn = os.open(queue, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(turn, fcntl.LOCK_EX)
    return turn
