"""Do everything that a member may do, and write down every byte of the answers.

All randomness of a request is drawn from its number, so two crawls differ only by what the
member was told differently. Left out is what is random in itself: the tokens of forms.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import unescape
from threading import current_thread, main_thread
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse

from evenhand.accounts.models import Member
from tests.access.answers import seen_in
from tests.access.routes import TABLE
from tests.access.rules import Address, Rule, Who
from tests.make import PASSPHRASE

_LINK = re.compile(r'(?:href|src)="([/?][^"]*)"')
_TOKENS = re.compile(rb'(name="(?:state|form)" value=)"[^"]*"')
_ENDS_THE_SESSION = ("casework:step_back", "accounts:sign_out", "accounts:sign_out_everywhere")
NO_ID = "3f1f4a5e-8f1a-4f0e-9d55-000000000000"

Arguments = dict[str, str]


class Seed:
    """Stands in for the system's randomness in the main thread; others draw as always."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._of_system = random._urandom  # type: ignore[attr-defined]  # noqa: SLF001
        self._source = random.Random(0)  # noqa: S311  # that is the point
        patch.setattr("random._urandom", self._draw)
        patch.setattr("os.urandom", self._draw)

    def start_at(self, number: int) -> None:
        self._source = random.Random(number)  # noqa: S311

    def _draw(self, length: int) -> bytes:
        if current_thread() is not main_thread():
            return bytes(self._of_system(length))
        return self._source.randbytes(length)


class Crawl:
    """One member's browser and its transcript."""

    def __init__(self, member: Member, seed: Seed) -> None:
        self.member, self._seed = member, seed
        self.client = Client(raise_request_exception=False)
        self.lines: list[str] = []
        self._links: list[str] = []

    def look_around(self) -> None:
        """Sign in and follow every link."""
        self._sign_in()
        self._follow(["/", "/m/"])

    def try_everything(self, named: Mapping[Address, list[Arguments]]) -> None:
        """Open every address, press every button."""
        for route, rule in TABLE.items():
            for arguments in named[rule.address]:
                self._send("GET", reverse(route, kwargs=arguments), {})
        for route in _buttons():
            self._press(route, TABLE[route], named[TABLE[route].address])

    def _sign_in(self) -> None:
        typed = {"address": self.member.address, "passphrase": PASSPHRASE}
        self._send("POST", "/m/sign-in", typed)

    def _press(self, route: str, rule: Rule, named: Iterable[Arguments]) -> None:
        if "POST" not in rule.methods or rule.who is Who.VISITOR:
            return
        nobody: dict[str, str] = defaultdict(lambda: NO_ID)  # whose ids he cannot know
        sends = {name: value.format_map(nobody) for name, value in rule.sends.items()}
        for arguments in named:
            path = reverse(route, kwargs=arguments)
            self._send("POST", path, {})
            self._send("POST", path, sends)
            if route in _ENDS_THE_SESSION:
                self._sign_in()

    def _follow(self, links: list[str]) -> None:
        for link in links:  # grows on the way
            found = self._send("GET", link, {})
            links += [one for one in dict.fromkeys(found) if one not in links]

    def _send(self, method: str, path: str, sends: Arguments) -> list[str]:
        self._seed.start_at(len(self.lines))
        ask = self.client.get if method == "GET" else self.client.post
        response = ask(path, sends)
        seen = seen_in(response)
        body = _TOKENS.sub(rb'\1"(token)"', seen.body)
        head = "\n".join(seen.headers)
        self.lines.append(f"{method} {path}\n{seen.status}\n{head}\n\n{body!r}")
        found = _LINK.findall(body.decode(errors="replace"))
        return [urljoin(path, unescape(link)) for link in found]


def _buttons() -> list[str]:
    """All routes; what ends a session comes late, and a new passphrase last of all."""
    late = (*_ENDS_THE_SESSION, "accounts:passphrase")
    return [*(route for route in TABLE if route not in late), *late]
