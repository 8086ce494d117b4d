"""A reporter whose site is killed under their hands, and who presses Send again."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Timer
from typing import TypeVar

from tests.proofs.driver import Browser, Page, Upload
from tests.proofs.looking import Shown
from tests.proofs.people import TELL, code_in
from tests.proofs.site import PATIENCE_SECONDS, Site

LATEST_KILL_SECONDS = 0.15
FILE_SIZE = 5 * 1024 * 1024

T = TypeVar("T")


@dataclass(slots=True)
class Reporter:
    """Sends one report after the other to one site, and keeps what they were shown."""

    site: Site
    chance: random.Random = field(default_factory=random.SystemRandom)
    shown: list[Shown] = field(default_factory=list)
    interrupted: int = 0  # answers that never came

    def tell_under_fire(self, words: str, *, with_file: bool) -> None:
        """The workers die at some moment after Send, and again after a file was sent."""
        browser = Browser(self.site.port)
        page = self.persist(lambda: browser.get(TELL))
        receipt = self.under_fire(
            lambda: browser.fill(page, {"what_happened": words}, press="go=send"), code_in
        )
        file = self._send_file(browser) if with_file else ""
        self.shown.append(Shown(receipt, words, file))

    def tell(self, words: str) -> None:
        """Nobody kills anything on purpose."""
        browser = Browser(self.site.port)
        page = self.persist(lambda: browser.get(TELL))
        sent = self.persist(lambda: browser.fill(page, {"what_happened": words}, press="go=send"))
        self.shown.append(Shown(code_in(sent), words))

    def _send_file(self, browser: Browser) -> str:
        content = self.chance.randbytes(FILE_SIZE)
        page = self.persist(lambda: browser.get("/c/yours/files"))
        self.under_fire(lambda: browser.upload(page, [Upload("notes.bin", content)]), _added_in)
        return hashlib.sha256(content).hexdigest()

    def under_fire(self, act: Callable[[], Page], read: Callable[[Page], str]) -> str:
        shot = Timer(self.chance.uniform(0, LATEST_KILL_SECONDS), self.site.kill_workers)
        shot.start()
        try:
            return self.persist(lambda: read(act()))
        finally:
            shot.join()

    def persist(self, act: Callable[[], T]) -> T:
        """The same again until there is an answer, as a person does."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return act()
            except (OSError, HTTPException):
                assert time.monotonic() < give_up_at, "the site does not come back"
                self.interrupted += 1
                self.site.wait_until_it_answers()


def _added_in(page: Page) -> str:
    assert page.status == 200, page.status
    assert "Added as it is." in page.text
    return "added"
