"""Find a Chromium for the browser tests, or install it, or say what to install."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.here import install_packages, may_install_packages, stop

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of a Chromium that starts."""
    named = os.environ.get("EVENHAND_CHROMIUM")
    if named is not None:
        if not _starts(named):
            stop(f"EVENHAND_CHROMIUM names {named}, which does not start.")
        return named
    found = _found()
    if found is None and may_install_packages():
        install_packages("chromium", "fonts-noto-core")
        found = _found()
    if found is None:
        stop(
            "the browser tests need Chromium; install it (Debian: apt-get install chromium)"
            " or set EVENHAND_CHROMIUM to its path."
        )
    return found


def _found() -> str | None:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path is not None and _starts(path)), None)


def _starts(path: str) -> bool:
    try:
        done = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
