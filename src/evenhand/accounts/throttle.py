"""Slow down guessing. Only in memory, and never under a name that could be read back."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place, Purpose

WINDOW = timedelta(minutes=15)
TRIES = 10
MOST_NAMES = 10_000  # so that guessing addresses cannot fill the memory


class Throttle:
    """So many tries for a name in a window; what succeeds is forgotten."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._tries: OrderedDict[bytes, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def admits(self, name: str, *, now: datetime) -> bool:
        """Count a try before it is made: many at once must not slip past together."""
        mark = self._mark(name)
        with self._lock:
            recent = [at for at in self._tries.pop(mark, []) if at > now - WINDOW]
            is_admitted = len(recent) < TRIES
            self._tries[mark] = [*recent, now] if is_admitted else recent
            if len(self._tries) > MOST_NAMES:
                self._tries.popitem(last=False)
            return is_admitted

    def forget(self, name: str) -> None:
        with self._lock:
            self._tries.pop(self._mark(name), None)

    @property
    def marks(self) -> list[bytes]:
        """Under what it remembers tries: means nothing outside this process."""
        return list(self._tries)

    def clear(self) -> None:
        with self._lock:
            self._tries.clear()

    def _mark(self, name: str) -> bytes:
        place = Place(Purpose.THROTTLE, settings.SITE_SECRETS.site)
        return derive(name.encode(), place, salt=self._key)


PASSPHRASE_TRIES = Throttle()
FACTOR_TRIES = Throttle()
