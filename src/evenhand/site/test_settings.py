"""Settings for the suite: a data folder of its own, the database the environment names."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "EVENHAND_DATA" not in os.environ:
    os.environ["EVENHAND_DATA"] = tempfile.mkdtemp(prefix="evenhand-test-")
    atexit.register(shutil.rmtree, os.environ["EVENHAND_DATA"], ignore_errors=True)

from evenhand.sealing.stretching import Cost
from evenhand.site.settings import *  # noqa: F403

KDF_COSTS = dict.fromkeys(("account", "receipt"), Cost(memory_kib=64, passes=1))
