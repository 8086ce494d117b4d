"""What members type about a report."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.proofs.canary_reporter import Telling
from tests.proofs.driver import Browser, Page

_CASE = re.compile(r'href="(/m/cases/[0-9a-f-]{36})"')
_FILE = re.compile(r'href="(/m/cases/[0-9a-f-]{36}/files/[0-9a-f-]{36})"')
_TOO_LONG = "x" * 100_001
# In this order: only a closed case has a day on which it is erased.
_ACTS = {
    "reply": {},
    "note": {},
    "close": {"close-finding": "violation"},
    "erase": {"erase-day": (datetime.now(UTC) + timedelta(days=400)).date().isoformat()},
}


def sign_in(at: Telling, address: str, passphrase: str) -> Browser:
    """First with a wrong passphrase, and as somebody who does not exist."""
    c, browser = at.canary, at.browser()
    page = browser.get("/m/sign-in")
    wrong = {"address": address, "passphrase": c(f"wrong passphrase of {address}")}
    unknown = {"address": c.address("nobody"), "passphrase": c("passphrase of nobody")}
    for typed in (wrong, unknown):
        page = browser.fill(page, typed)
        assert page.path == "/m/sign-in"
    page = browser.fill(page, {"address": address, "passphrase": passphrase})
    assert page.path == "/m/", page.path
    at.keep_cookies(browser, address)
    return browser


def change_passphrase(at: Telling, browser: Browser, address: str, *, old: str) -> str:
    """To a canary; the first try is refused because the old one is wrong."""
    c = at.canary
    new = c(f"new passphrase of {address}")
    page = browser.get("/m/account/passphrase")
    page = _be_sure(browser, page, old)
    page = browser.fill(page, {"old": c("wrong old"), "new": new, "again": new})
    page = browser.fill(page, {"old": old, "new": new, "again": new})
    assert page.path == "/m/account", page.path
    at.keep_cookies(browser, f"{address}, changed")
    return new


def say_how_one_is_known(at: Telling, browser: Browser, *, passphrase: str) -> None:
    """Other names, and whom one must not decide about: nobody reads that but the program."""
    c = at.canary
    typed = {
        "names": c("nickname"),
        "handles": c("handle"),
        "addresses": c.address("other"),
        "conflicts": c("somebody close"),
    }
    page = _be_sure(browser, browser.get("/m/known-as"), passphrase)
    page = browser.fill(page, typed)
    assert typed["conflicts"] in page.text


def ask_the_others(at: Telling, browser: Browser, case: str) -> None:
    name = at.canary("name on a card")
    page = browser.fill(browser.get(case), {"ask-name": name})
    assert name in page.text


def _be_sure(browser: Browser, page: Page, passphrase: str) -> Page:
    """Before some pages it is asked once more who is there."""
    is_asked = page.path.startswith("/m/sure")
    return browser.fill(page, {"passphrase": passphrase}) if is_asked else page


def handle(at: Telling, browser: Browser, story: str, *, passphrase: str) -> None:
    """Find the report, answer it, keep notes, close it; look who wrote it."""
    (case,) = _cases_with(browser, story)
    _write(at, browser, case)
    ask_the_others(at, browser, case)
    for path in sorted(set(_FILE.findall(browser.get(case).text))):
        assert browser.get(path).status == 200
    say_how_one_is_known(at, browser, passphrase=passphrase)
    page = browser.get(f"{case}/contact")
    page = _be_sure(browser, page, passphrase)
    assert "How to reach them" in page.text


def may_read(browser: Browser, story: str) -> bool:
    return bool(_cases_with(browser, story))


def _cases_with(browser: Browser, story: str) -> list[str]:
    """The addresses of the cases in which this story stands."""
    cases = sorted(set(_CASE.findall(browser.get("/m/").text)))
    return [case for case in cases if story in browser.get(case).text]


def _write(at: Telling, browser: Browser, case: str) -> None:
    c = at.canary
    for act, more in _ACTS.items():
        field = f"{act}-text"
        too_long = c(f"too long {act}") + _TOO_LONG
        refused = browser.fill(browser.get(case), {field: too_long, **more})
        assert refused.status == 422
        assert too_long in refused.text
        page = browser.fill(browser.get(case), {field: c(act), **more})
        assert page.status == 200
        assert c(act) in page.text
    reopen = browser.get(case).form("csrfmiddlewaretoken")
    assert browser.post(f"{case}/reopen", reopen.values).status == 200
