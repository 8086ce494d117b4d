"""Settings for the suite: a data folder of its own, the database the environment names."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("EVENHAND_DATA", tempfile.mkdtemp(prefix="evenhand-test-"))

from evenhand.sealing.stretching import Cost  # noqa: E402
from evenhand.site.settings import *  # noqa: E402, F403

KDF_COSTS = dict.fromkeys(("account", "receipt"), Cost(memory_kib=64, passes=1))
