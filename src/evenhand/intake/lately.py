"""Remember for two seconds what is asked again and again, and nobody's words.

Only what is public anyway. Whoever has left is found out by the vault, which asks anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

FOR = timedelta(seconds=2)
_MOST = 200

T = TypeVar("T")


class Lately(Generic[T]):
    """Values by key, each made anew after two seconds. Two threads may both make one."""

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[datetime, T]] = {}

    def get(self, key: Hashable, make: Callable[[], T], *, now: datetime) -> T:
        known = self._known.get(key)
        if known is not None and abs(now - known[0]) < FOR:
            return known[1]
        made = make()
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = (now, made)
        return made
