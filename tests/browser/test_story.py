"""The whole story on a phone, as its people live it, without a script and with."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reading import (
    answer,
    close,
    list_bytes,
    names_on_list,
    open_case,
    sign_in,
)
from tests.browser.reporting import (
    CONFERENCE,
    FORUM,
    Code,
    Told,
    add_file,
    come_back,
    heading,
    keep_code,
    leave,
    say,
    tell,
)
from tests.browser.running import Site
from tests.intake.pictures import PLACE, photograph

pytestmark = [pytest.mark.browser, pytest.mark.server]

FIRST_ANSWER = "Thank you. We have read it, and we believe you."
ADDED = "One thing more: it was on Friday."
LAST_WORDS = "We talked about it and asked them to stay away from you."
READER, KEPT_OUT = "Kaveh", "Haneul"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "fountain.jpg"
    path.write_bytes(photograph(size=(640, 480)))
    return path


@pytest.mark.parametrize(("javascript", "space"), [(False, CONFERENCE), (True, FORUM)])
def test_a_report_is_sent_read_answered_and_closed(
    open_page: Open, site: Site, picture: Path, *, javascript: bool, space: str
) -> None:
    reader, shut_out = (open_page(javascript=javascript) for _ in range(2))
    for page, name in ((reader, READER), (shut_out, KEPT_OUT)):
        sign_in(page, site.sign_in_of(name))
    seen_before = list_bytes(shut_out)
    names_before = set(names_on_list(reader))
    told = Told(kept_out=site.sign_in_of(KEPT_OUT).name)

    code = _file(open_page(javascript=javascript), told, space=space, picture=picture)
    (name,) = set(names_on_list(reader)) - names_before
    _read_and_answer(reader, name, told)
    _is_hidden_from(shut_out, reader.url, seen_before)
    _come_back_twice(open_page, code, javascript=javascript)
    _see_and_close(reader, name)

    page = open_page(javascript=javascript)
    come_back(page, " ".join(code.words))
    expect(page.locator("main")).to_contain_text(LAST_WORDS)
    expect(page.locator("main")).to_contain_text(READER)
    leave(page)


def _file(page: Page, told: Told, *, space: str, picture: Path) -> Code:
    code = tell(page, space, told)
    keep_code(page)
    add_file(page, picture)
    origin = page.url
    leave(page)
    _wait_until_forgotten(page, origin)
    return code


def _wait_until_forgotten(page: Page, origin: str) -> None:
    """The script's beacon goes its own way: the next page may be there before its answer."""
    for _ in range(100):
        if not page.context.cookies(origin):
            return
        page.wait_for_timeout(100)
    pytest.fail("the cookies stay")


def _read_and_answer(page: Page, name: str, told: Told) -> None:
    page.goto("/m/")
    assert not any(word in page.content() for word in told.words)
    open_case(page, name)
    for word in told.words:
        expect(page.locator("main")).to_contain_text(word)
    expect(page.locator("main")).to_contain_text(told.kept_out)
    _look_at_file(page)
    answer(page, FIRST_ANSWER)


def _look_at_file(page: Page) -> None:
    link = page.get_by_role("link", name="fountain.jpg")
    got = page.request.get(link.get_attribute("href") or "")
    assert got.headers["content-disposition"].startswith("attachment")
    assert PLACE not in got.body()
    assert Image.open(io.BytesIO(got.body())).size == (640, 480)


def _is_hidden_from(page: Page, case_url: str, seen_before: str) -> None:
    assert list_bytes(page) == seen_before
    hidden, never_was = page.request.get(case_url), page.request.get(f"/m/cases/{UUID(int=0)}")
    assert (hidden.status, hidden.body()) == (404, never_was.body())


def _come_back_twice(open_page: Open, code: Code, *, javascript: bool) -> None:
    first = open_page(javascript=javascript)
    come_back(first, code.first_letters)
    expect(first.locator("main")).to_contain_text(FIRST_ANSWER)
    leave(first)
    second = open_page(javascript=javascript)
    come_back(second, code.in_arabic_indic)
    say(second, ADDED)
    leave(second)


def _see_and_close(page: Page, name: str) -> None:
    open_case(page, name)
    expect(page.locator(".from-reporter .said").last).to_have_text(ADDED)
    close(page, LAST_WORDS)


def test_with_a_script_leaving_takes_the_place_of_the_page(open_page: Open, site: Site) -> None:
    page = open_page()
    page.goto(f"/c/{FORUM}/")
    page.goto("/c/safe")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(site.elsewhere)

    page.go_back()

    expect(heading(page)).to_have_text("Lantern Forum")


def test_without_a_script_a_page_is_hidden_at_once_and_comes_back(open_page: Open) -> None:
    page = open_page(javascript=False)
    page.goto(f"/c/{FORUM}/tell")
    page.get_by_label("What happened?").fill("zqxvorblat")

    page.get_by_text("Hide this page").click()
    expect(page.locator("main")).to_be_hidden()
    page.get_by_text("Hide this page").click()

    expect(page.get_by_label("What happened?")).to_have_value("zqxvorblat")
