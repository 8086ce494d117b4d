"""Where the site listens, and whether it answers there. Small on purpose: no HTTP library."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

LONGEST_START_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.02
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (an operator may choose it)
_QUESTION = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Place:
    """An address and a port of this machine."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self._near}:{self.port}"

    @property
    def _near(self) -> str:
        return "127.0.0.1" if self.host in _EVERYWHERE else self.host

    def is_taken(self) -> bool:
        try:
            socket.create_connection((self._near, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def answers(self) -> bool:
        """Whether the site says that it is well."""
        try:
            with socket.create_connection((self._near, self.port), timeout=5) as connection:
                connection.sendall(_QUESTION)
                return connection.recv(32).startswith(b"HTTP/1.1 200 ")
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Waits in the background until the site answers, and then says so."""

    place: Place
    tell: Callable[[], None]
    is_over: Event = field(default_factory=Event)
    has_answered: Event = field(default_factory=Event)

    def start(self) -> None:
        Thread(target=self._wait, name="watch", daemon=True).start()

    def _wait(self) -> None:
        give_up_at = time.monotonic() + LONGEST_START_SECONDS
        while not self.is_over.wait(_LOOK_AGAIN_SECONDS) and time.monotonic() < give_up_at:
            if self.place.answers():
                self.has_answered.set()
                self.tell()
                return
