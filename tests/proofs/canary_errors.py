"""Everything that can go wrong while somebody types, with canaries in what they type."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from urllib.parse import quote, urlencode

from evenhand.sealing.receipts import new_receipt
from evenhand.sealing.spelling import groups_of, words_of
from tests.proofs import breaking
from tests.proofs.canary_reporter import YOURS, Telling
from tests.proofs.driver import Browser, Upload
from tests.proofs.people import TELL
from tests.sizes import size

LOCKED_SECONDS = size(1, 25)  # the program waits for 20
_MEBIBYTE = 1024 * 1024


def stumble(at: Telling, visiting: Browser) -> None:
    """`visiting` has a report open."""
    _lost_ways(at)
    _refused(at, visiting)
    _wrong_codes(at)
    _fail(at, "fault", breaking.a_fault(at.site), status=500)
    _fail(at, "full disk", breaking.a_full_disk(at.site), status=503)
    for name in ("shred.sqlite3", "evenhand.sqlite3"):
        _fail(at, f"lost {name}", breaking.a_lost_database(at.site, name), status=503)
    _files_fail(at, visiting)
    _locked(at)
    half = Upload(at.canary("half a file"), at.canary("half").encode() * 200_000)
    page = visiting.get(f"{YOURS}/files")
    breaking.die_in_the_middle(at.site, visiting, page, file=half)


def _lost_ways(at: Telling) -> None:
    """In addresses and in headers."""
    c, browser = at.canary, at.browser()
    for path in ("/{}", "/c/{}/", "/c/{}/tell", "/m/cases/{}", "/m/join/{}", "/set-up/{}"):
        page = browser.get(path.format(quote(c(f"path {path}"))))
        assert page.status in {200, 404}, page.status
    for path in (TELL, "/c/", "/m/sign-in", "/nowhere"):
        query = urlencode({"country": c(f"query of {path}"), c(f"name in {path}"): "1"})
        assert browser.get(f"{path}?{query}").status in {200, 404}
    headers = ("User-Agent", "Referer", "X-Forwarded-For", "Accept-Language", "Cookie")
    browser.extra = {name: f"desk={c.plain(f'header {name}')}" for name in headers}
    assert browser.get(TELL).status == 200
    browser.extra = {"Host": f"{c.plain('host')}.example"}
    assert browser.get(TELL).status in {200, 400}


def _refused(at: Telling, visiting: Browser) -> None:
    """Too long, too much, expired, not ours."""
    c, browser = at.canary, at.browser()
    page = browser.get(TELL)
    too_long = c("too long") + "x" * 100_001
    page = browser.fill(page, {"what_happened": too_long}, press="go=send")
    assert "longer than we can take" in page.text
    assert too_long in page.text
    with suppress(OSError):  # the server does not listen to the end
        browser.post(TELL, [("what_happened", c("too much") * (_MEBIBYTE // 2))])
    garbled = [("state", c("state")), ("step", c("step")), ("go", c("button"))]
    page = browser.post(TELL, [*garbled, ("what_happened", c("expired"))])
    assert "open too long" in page.text
    assert c("expired") in page.text
    page = visiting.post(f"{YOURS}/say", [("text", c("no token")), (c("field"), c("value"))])
    assert page.status == 403
    assert c("no token") in page.text


def _wrong_codes(at: Telling) -> None:
    c, browser = at.canary, at.browser()
    known_to_nobody = new_receipt()
    spellings = (" ".join(groups_of(known_to_nobody)), " ".join(words_of(known_to_nobody)))
    for number, code in enumerate(spellings):
        at.secrets[f"code that opens nothing, {number}"] = code
        page = browser.fill(browser.get("/c/code"), {"code": code})
        assert "We could not open anything with that code." in page.text
    page = browser.fill(browser.get("/c/code"), {"code": c("no code")})
    assert "That code does not look complete." in page.text


def _fail(at: Telling, why: str, broken: AbstractContextManager[None], *, status: int) -> None:
    """Send and sign in while something is broken. What was told comes back, to be sent again."""
    c, browser = at.canary, at.browser()
    story, sign_in = browser.get(TELL), browser.get("/m/sign-in")
    typed = {"address": c.address(f"member, {why}"), "passphrase": c(f"passphrase, {why}")}
    with broken:
        page = browser.fill(story, {"what_happened": c(f"story, {why}")}, press="go=send")
        assert page.status == status, (why, page.status)
        assert c(f"story, {why}") in page.text
        assert browser.fill(sign_in, typed).status <= status


def _files_fail(at: Telling, visiting: Browser) -> None:
    file = Upload(at.canary("file, full disk"), at.canary("content, full disk").encode() * 50_000)
    page = visiting.get(f"{YOURS}/files")
    with breaking.a_full_disk(at.site):
        page = visiting.upload(page, [file])
    assert page.status in {200, 503}
    assert "Added." not in page.text


def _locked(at: Telling) -> None:
    """It waits until it can write; after too long the words come back."""
    browser = at.browser()
    page = browser.get(TELL)
    with ThreadPoolExecutor(1) as pool:
        locking = pool.submit(_lock, at)
        time.sleep(0.2)
        words = at.canary("locked")
        page = browser.fill(page, {"what_happened": words}, press="go=send")
        locking.result()
    assert page.path == "/c/sent" or (page.status == 503 and words in page.text)


def _lock(at: Telling) -> None:
    with breaking.a_locked_database(at.site, "evenhand.sqlite3"):
        time.sleep(LOCKED_SECONDS)
