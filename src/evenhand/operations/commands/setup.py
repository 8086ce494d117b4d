"""`evenhand setup`: a fresh one-time link that opens the set-up of a real organisation."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from evenhand.operations.commands.printing import say
from evenhand.operations.services.links import make_setup_link


def run(_options: Namespace) -> int:
    say(make_setup_link(now=datetime.now(UTC)))
    return 0
