"""What the worker process of the server runs: the site, and beside it the clock."""

from __future__ import annotations

import logging
import os
from importlib import import_module

from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

# Made while nobody waits, at the lowest priority: enough for a rush of reports.
RECEIPTS_AHEAD = 2000


def _wait_until_prepared() -> None:
    """See `evenhand serve`: the pipe ends when the databases are up to date."""
    until_prepared = os.environ.get("EVENHAND_UNTIL_PREPARED")
    if until_prepared is not None:
        os.read(int(until_prepared), 1)


logging.disable()  # Django would print the addresses of pages; the log is evenhand.audit
application = import_string(settings.WSGI_APPLICATION)
get_resolver().url_patterns  # noqa: B018 (loads every page, so that no visitor waits for it)
_wait_until_prepared()
# Its imports need the settings that were only just read.
import_module("evenhand.operations.clockwork").start()
import_module("evenhand.intake.minting").fill_ahead(RECEIPTS_AHEAD)
