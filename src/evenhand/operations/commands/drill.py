"""`evenhand drill`: new invented reports for the practice organisation, to practise with (D14)."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import NoPracticeOrganisation
from evenhand.operations.practice_cases import add_unread_cases


def run(_options: Namespace) -> int:
    try:
        count = add_unread_cases(now=datetime.now(UTC))
    except NoPracticeOrganisation as error:
        return refuse(error)
    say(f"Added {count} invented reports to the practice organisation.")
    return 0
