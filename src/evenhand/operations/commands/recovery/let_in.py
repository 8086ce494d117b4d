"""`evenhand recovery let-in GRANT`: take in what the holders have granted. On the server."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.errors import OperationsError
from evenhand.operations.services.recovering import take_in
from evenhand.vault.bundle_codec import grant_from_text
from evenhand.vault.errors import NotSuchFile


def run(options: Namespace) -> int:
    try:
        grant = grant_from_text(Path(options.grant).read_text(encoding="utf-8"))
        name = take_in(grant, now=datetime.now(UTC))
    except NotSuchFile as error:
        return refuse(error.__doc__)
    except (OperationsError, OSError) as refusal:
        return refuse(refusal)
    say(f"{name} is let in. What they may read is in their list; each case says how they came in.")
    return 0
