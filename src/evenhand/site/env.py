"""Read settings from the environment. A wrong value stops the start with a plain sentence.

Each name may also be given as NAME_FILE, a file that holds the value (for secrets).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

PREFIX = "EVENHAND_"


class WrongSetting(ValueError):
    """A setting in the environment cannot be used as it is."""


def text(name: str, default: str = "") -> str:
    """The value of EVENHAND_<name>, or what EVENHAND_<name>_FILE holds."""
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if file is None:
        return os.environ.get(PREFIX + name, default)
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        message = f"{PREFIX}{name}_FILE names {file}, which cannot be read."
        raise WrongSetting(message) from error


def address(name: str, default: str, *, schemes: tuple[str, ...]) -> SplitResult:
    """A URL with one of these schemes."""
    parts = urlsplit(text(name, default))
    if parts.scheme not in schemes or (parts.scheme != "file" and not parts.hostname):
        message = f"{PREFIX}{name} must be a URL that starts with {' or '.join(schemes)}://."
        raise WrongSetting(message)
    return parts


def database(name: str, *, otherwise: Path) -> dict[str, object]:
    """Django's settings for postgresql://user:password@host:port/name, else a SQLite file."""
    if not text(name):
        return sqlite(otherwise)
    parts = address(name, "", schemes=("postgresql",))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        # Values travel apart from the statement, so that no server log can hold them.
        "OPTIONS": {"server_side_binding": True},
    }


def sqlite(path: Path) -> dict[str, object]:
    """One SQLite file whose commits survive a power cut."""
    return {
        "ENGINE": "evenhand.rows.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                " PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
            ),
        },
    }
