"""Where things are, and how a tool stops: with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


def stop(sentence: str) -> NoReturn:
    """End the tool, saying in one sentence what to do."""
    sys.exit(f"evenhand: {sentence}")


def may_install_packages() -> bool:
    """Is this Debian, and are we root?"""
    release = Path("/etc/os-release")
    is_debian = release.exists() and "ID=debian" in release.read_text().splitlines()
    return is_debian and os.geteuid() == 0


def install_packages(*names: str) -> None:
    """Install Debian packages, quietly unless it fails."""
    print(f"Installing {', '.join(names)} with apt-get.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", *names],
    ):
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            stop(f"apt-get could not install {', '.join(names)}; see above.")
