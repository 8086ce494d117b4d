"""`evenhand recovery bundle OUT`: what the holders of the recovery key need. On the server."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.commands.recovery.asking import write_private
from evenhand.operations.errors import OperationsError
from evenhand.operations.services.recovering import make_bundle
from evenhand.vault.bundle_codec import bundle_to_text


def run(options: Namespace) -> int:
    try:
        bundle = make_bundle(options.organisation)
        write_private(Path(options.out), bundle_to_text(bundle))
    except (OperationsError, OSError) as refusal:
        return refuse(refusal)
    names = ", ".join(newcomer.name for newcomer in bundle.newcomers) or "nobody yet"
    say(f"{options.out} is for the holders of the recovery key of {bundle.organisation}.")
    say(f"It opens nothing by itself. Waiting to be let in: {names}.")
    return 0
