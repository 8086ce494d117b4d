"""A full disk, a lost database: a sentence, the words, and a way on once it is mended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from tests.proofs import breaking
from tests.proofs.canary_reporter import YOURS
from tests.proofs.driver import Browser, Page, Upload
from tests.proofs.people import STORY, TELL, code_in, opened, sentences, tell
from tests.proofs.site import Site

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

Break = Callable[[Site], AbstractContextManager[None]]

WAYS: dict[str, Break] = {
    "full disk": breaking.a_full_disk,
    "lost database": partial(breaking.a_lost_database, name="evenhand.sqlite3"),
    "lost shred keys": partial(breaking.a_lost_database, name="shred.sqlite3"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(params=WAYS)
def break_it(request: pytest.FixtureRequest) -> Break:
    return WAYS[request.param]


def _says_what_to_do(page: Page) -> bool:
    return "Your words are still below." in sentences(page) and "Send again" in sentences(page)


def test_a_report_that_cannot_be_saved_comes_back_and_is_sent_once_it_can(
    site: Site, break_it: Break
) -> None:
    _, before = tell(site, "Told before it broke.")
    browser = Browser(site.port)
    form = browser.get(TELL)

    with break_it(site):
        page = browser.fill(form, {"what_happened": STORY, "danger": "yes"}, press="go=send")
        assert page.status == 503
        assert _says_what_to_do(page)
        assert STORY in unescape(page.text)
        assert 'href="tel:999"' in page.text  # the numbers do not need the database

    page = browser.fill(page, {})
    assert STORY in unescape(opened(site, code_in(page)).text)
    assert "Told before it broke." in opened(site, code_in(before)).text


def test_an_answer_that_cannot_be_saved_comes_back_and_is_sent_once_it_can(
    site: Site, break_it: Break
) -> None:
    browser, page = tell(site, STORY)
    code = code_in(page)
    form = browser.get(YOURS)

    with break_it(site):
        page = browser.fill(form, {"text": "One thing more."})
        assert page.status == 503
        assert _says_what_to_do(page)
        assert "One thing more." in page.text

    page = browser.fill(page, {})
    assert page.path == YOURS
    assert "One thing more." in opened(site, code).text


def test_a_file_that_cannot_be_saved_is_asked_for_once_more(site: Site, break_it: Break) -> None:
    browser, page = tell(site, STORY)
    code = code_in(page)
    form = browser.get(f"{YOURS}/files")
    file = Upload("notes.bin", os.urandom(300_000))

    with break_it(site):
        page = browser.upload(form, [file])
        assert page.status in {200, 503}
        assert "Added" not in sentences(page)
        assert any(it in sentences(page) for it in ("add it once more", "chosen again later"))

    page = browser.upload(browser.get(f"{YOURS}/files"), [file])
    assert "notes.bin Added as it is." in sentences(page)
    assert sentences(opened(site, code)).count("notes.bin") == 1


def test_a_code_that_cannot_be_looked_up_is_not_called_wrong(site: Site, break_it: Break) -> None:
    code = code_in(tell(site, STORY)[1])
    browser = Browser(site.port)
    form = browser.get("/c/code")

    with break_it(site):
        page = browser.fill(form, {"code": code})
        assert page.status in {200, 503}
        assert "could not open anything" not in sentences(page)

    assert STORY in unescape(opened(site, code).text)


def test_a_member_s_answer_that_cannot_be_saved_comes_back(site: Site, break_it: Break) -> None:
    address, passphrase = next(iter(site.sign_ins().items()))
    browser = Browser(site.port)
    sign_in = {"address": address, "passphrase": passphrase}
    page = browser.fill(browser.get("/m/sign-in"), sign_in)
    case = next(it for it in page.text.split('"') if it.startswith("/m/cases/"))
    form = browser.get(case)

    with break_it(site):
        page = browser.fill(form, {"reply-text": "We have read it."})
        assert page.status == 503
        assert _says_what_to_do(page)
        assert "We have read it." in page.text

    page = browser.fill(page, {"reply-text": "We have read it."})
    assert page.path == case
    assert "We have read it." in page.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk")
def test_a_real_disk_that_is_full_loses_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path / "site")
    try:
        with breaking.a_small_disk(site.data) as full:
            site.start()
            kept = [code_in(tell(site, STORY)[1]) for _ in range(3)]
            browser = Browser(site.port)
            form = browser.get(TELL)
            with full():
                page = _tell_until_it_fails(browser, form, kept)
                assert page.status == 503
                assert _says_what_to_do(page)
                assert "the last drop" in page.text
            kept.append(code_in(browser.fill(page, {})))
            assert all("Your report" in sentences(opened(site, code)) for code in kept)
            site.stop()
    except subprocess.CalledProcessError:
        pytest.skip("this machine does not let us mount a disk")
    finally:
        site.stop()


def _tell_until_it_fails(browser: Browser, form: Page, kept: list[str]) -> Page:
    """What was laid out before may still take some reports."""
    for _ in range(500):
        page = browser.fill(form, {"what_happened": "the last drop"}, press="go=send")
        if page.status != 200:
            return page
        kept.append(code_in(page))
        form = browser.get(TELL)
    raise AssertionError
