"""`evenhand leave ADDRESS`: somebody leaves, at once and for good (B15)."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import NobodyThere
from evenhand.operations.services.leaving import leave_by_address


def run(options: Namespace) -> int:
    try:
        name = leave_by_address(options.address, now=datetime.now(UTC))
    except NobodyThere as error:
        return refuse(error)
    say(f"{name} has left: signed out everywhere, and no case opens for them any more.")
    return 0
