"""Load the whole program, and open nothing yet: no database, no file, no thread."""

from __future__ import annotations

import logging
from importlib import import_module

from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

logging.disable()  # Django would print the addresses of pages; the log is evenhand.audit
application = import_string(settings.WSGI_APPLICATION)
get_resolver().url_patterns  # noqa: B018 (loads every page, so that no visitor waits for it)
# Its imports need the settings that were only just read.
import_module("evenhand.operations.clockwork")
import_module("evenhand.matching.mentions").read_lists()
