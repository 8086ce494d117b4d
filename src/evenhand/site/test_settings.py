"""Settings for the suite: a data folder of its own, the database the environment names."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("EVENHAND_DATA", tempfile.mkdtemp(prefix="evenhand-test-"))

from evenhand.site.settings import *  # noqa: E402, F403
