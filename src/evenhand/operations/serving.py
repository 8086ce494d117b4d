"""What a worker process of the server runs: the site, and beside it the clock."""

from __future__ import annotations

import os
from importlib import import_module

# Made while nobody waits, at the lowest priority: enough for a rush of reports.
RECEIPTS_AHEAD = 1000


def _wait_until_prepared() -> None:
    """See `evenhand serve`: the pipe ends when the databases are up to date."""
    until_prepared = os.environ.get("EVENHAND_UNTIL_PREPARED")
    if until_prepared is not None:
        os.read(int(until_prepared), 1)


application = import_module("evenhand.operations.loading").application
_wait_until_prepared()
# Its imports need the settings that were only just read.
import_module("evenhand.operations.clockwork").start()
import_module("evenhand.intake.minting").fill_ahead(RECEIPTS_AHEAD)
