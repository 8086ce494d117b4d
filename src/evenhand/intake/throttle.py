"""Slow down people who try codes. Only in memory, only for a minute, never under an address."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from datetime import datetime
from threading import Lock

WRONG_A_MINUTE = 10
_MOST_SOURCES = 10_000  # so that many addresses cannot fill the memory


class WrongCodes:
    """How many wrong codes came from where, in this minute."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._minute: datetime | None = None
        self._counts: Counter[bytes] = Counter()
        self._lock = Lock()

    def are_too_many(self, source: str, *, now: datetime) -> bool:
        with self._lock:
            self._turn(now)
            return self._counts[self._mark(source)] >= WRONG_A_MINUTE

    def count(self, source: str, *, now: datetime) -> None:
        with self._lock:
            self._turn(now)
            mark = self._mark(source)
            if mark in self._counts or len(self._counts) < _MOST_SOURCES:
                self._counts[mark] += 1

    def _turn(self, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()

    def _mark(self, source: str) -> bytes:
        return hmac.digest(self._key, source.encode(), "sha256")


WRONG_CODES = WrongCodes()
