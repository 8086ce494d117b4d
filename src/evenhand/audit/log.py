"""Write a line of the log: the hour, the event, a random id and nothing else."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from evenhand.audit.events import Event

STDOUT = "-"


def note(event: Event, *, error: type[BaseException] | None = None) -> str:
    """Log the event; the random id in its line may be shown to the person who asks about it.

    Of an error only the name of its class is kept: messages repeat what people typed. A log
    that cannot be written (full disk) must not stop what is being done, so that is ignored.
    """
    id_ = secrets.token_hex(4)
    words = [f"{datetime.now(UTC):%Y-%m-%dT%HZ}", id_, str(event)]
    if error is not None:
        words.append(error.__name__)
    with contextlib.suppress(OSError):
        _append(" ".join(words) + "\n")
    return id_


def _append(line: str) -> None:
    where = str(getattr(settings, "EVENT_LOG", settings.DATA / "log" / "events.log"))
    if where == STDOUT:
        sys.stdout.write(line)
        sys.stdout.flush()
        return
    path = Path(where)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a") as file:
        file.write(line)
