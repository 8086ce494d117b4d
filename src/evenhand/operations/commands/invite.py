"""`evenhand invite ADDRESS`: a fresh link for somebody whose invitation was lost or is too old.

It is no way into an account: whoever has joined already cannot be invited again.
"""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import NobodyInvited
from evenhand.operations.services.links import invite_anew


def run(options: Namespace) -> int:
    try:
        say(invite_anew(options.address, now=datetime.now(UTC)))
    except NobodyInvited as error:
        return refuse(error)
    return 0
