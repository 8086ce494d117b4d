"""Notice what a page must never do: break its own policy, fail in a script, ask somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

_POLICY = ("content security policy", "content-security-policy", "trustedscript", "trusted type")
_OWN = ("data:", "blob:", "about:", "chrome-error:")


@dataclass  # not frozen: Playwright notes in it that it listens
class Watch:
    """Everything one context asked for, and everything that went wrong in it."""

    origin: str
    elsewhere: str
    requests: list[Request] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((*_OWN, self.origin + "/", self.elsewhere)):
            self.wrong.append(f"asked {urlsplit(request.url).netloc}: {request.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if any(word in message.text.casefold() for word in _POLICY):
            self.wrong.append(f"policy: {message.text}")


@contextmanager
def watched(context: BrowserContext, *, origin: str, elsewhere: str) -> Iterator[Watch]:
    """Fails at the end when any page of the context did one of these."""
    watch = Watch(origin, elsewhere)
    context.on("request", watch.on_request)
    context.on("console", watch.on_console)
    context.on("weberror", lambda error: watch.wrong.append(f"script: {error.error}"))
    yield watch
    assert watch.wrong == [], watch.wrong
