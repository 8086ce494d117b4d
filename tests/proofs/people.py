"""What people do and read, in one line each."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape

from tests.proofs.driver import Browser, Page
from tests.proofs.site import SPACE, Site

TELL = f"/c/{SPACE}/tell"
STORY = "They followed me from room to room, “again” & again <all day>."
_CODE = re.compile(r'<p class="code"[^>]*>([\d ]+)</p>')
_NOT_READ = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)


def tell(site: Site, story: str) -> tuple[Browser, Page]:
    browser = Browser(site.port)
    return browser, browser.fill(browser.get(TELL), {"what_happened": story}, press="go=send")


def code_in(page: Page) -> str:
    found = _CODE.search(page.text)
    assert found, (page.status, page.path)
    return found[1]


def opened(site: Site, code: str) -> Page:
    browser = Browser(site.port)
    return browser.fill(browser.get("/c/code"), {"code": code})


def sentences(page: Page) -> str:
    """What a person reads. Never a bare error of the server."""
    assert "Leave this site" in page.text or "/m/" in page.path
    return " ".join(unescape(_NOT_READ.sub(" ", page.text)).split())


def cases(site: Site) -> int:
    """How many there are, by the database itself."""
    with closing(sqlite3.connect(site.data / "evenhand.sqlite3", timeout=60)) as opened_:
        return int(opened_.execute("SELECT count(*) FROM vault_case").fetchone()[0])
