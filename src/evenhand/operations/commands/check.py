"""`evenhand check`: one line for each thing that must be in order, with what to do if it is not."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from evenhand.operations.commands.printing import say
from evenhand.operations.health import findings


def run(_options: Namespace) -> int:
    found = findings(now=datetime.now(UTC))
    for finding in found:
        say(f"{finding.grade:<7}  {finding.sentence}")
    return 0 if all(finding.is_fine for finding in found) else 1
