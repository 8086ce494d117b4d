"""Leaving and hiding, in a real browser, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.fixtures import Settings

from tools.browser import chromium

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=390, height=800)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *parts: object) -> None:
        """A test needs no access log."""


@pytest.fixture
def origin(settings: Settings) -> Iterator[str]:
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        settings.LEAVE_TO = f"{address}/elsewhere"
        server.set_app(WSGIHandler())  # its headers name where Leave leads
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield address
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A phone; nothing that it complains about passes unseen."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    yield context.new_page()
    context.close()


def test_leave_opens_another_site(page: Page, origin: str) -> None:
    page.goto(f"{origin}/c/yours")

    page.get_by_role("button", name="Leave this site").click()

    page.wait_for_url(f"{origin}/elsewhere")


def test_leave_takes_the_pages_place_in_the_history(scripted: Page, origin: str) -> None:
    scripted.goto(f"{origin}/elsewhere")
    scripted.goto(f"{origin}/c/yours")

    scripted.get_by_role("button", name="Leave this site").click()
    scripted.wait_for_url(f"{origin}/elsewhere")

    assert scripted.evaluate("history.length") == 3  # about:blank, and twice the other site
    scripted.go_back()
    assert scripted.url == f"{origin}/elsewhere"


def test_three_times_shift_leaves(scripted: Page, origin: str) -> None:
    scripted.goto(f"{origin}/c/yours")

    for _ in range(3):
        scripted.keyboard.press("Shift")

    scripted.wait_for_url(f"{origin}/elsewhere")


def test_capital_letters_do_not_leave(scripted: Page, origin: str) -> None:
    scripted.goto(f"{origin}/c/yours")

    scripted.keyboard.type("It Was ME AND YOU")

    assert scripted.url == f"{origin}/c/yours"


def test_the_second_skip_link_leads_to_leave(page: Page, origin: str) -> None:
    page.goto(f"{origin}/c/yours")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    focused = page.locator(":focus")
    assert focused.inner_text() == "Go to “Leave this site”"
    assert focused.is_visible()


def test_hide_covers_the_page_without_asking_the_server(page: Page, origin: str) -> None:
    page.goto(f"{origin}/c/yours")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.get_by_text("Hide this page").click()

    assert not page.locator("main").is_visible()
    assert not page.locator("footer").is_visible()
    assert page.get_by_role("button", name="Leave this site").is_visible()
    assert requests == []


def test_hide_works_with_the_keyboard_and_can_be_undone(page: Page, origin: str) -> None:
    page.goto(f"{origin}/c/yours")

    page.get_by_role("checkbox", name="Hide this page").press("Space")
    assert not page.locator("footer").is_visible()
    page.get_by_role("checkbox", name="Hide this page").press("Space")

    assert page.locator("footer").is_visible()


def test_every_target_is_large_enough_for_a_thumb(page: Page, origin: str) -> None:
    page.goto(f"{origin}/c/yours")

    for target in page.locator(".bar button, .bar label").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 48


def test_a_members_page_that_was_left_alone_is_covered(scripted: Page, origin: str) -> None:
    scripted.clock.install()
    scripted.goto(f"{origin}/m/account")
    assert scripted.get_by_text("Cases").is_visible()

    scripted.clock.run_for(61_000)

    assert not scripted.get_by_text("Cases").is_visible()
    scripted.get_by_role("button", name="Show again").click()
    assert scripted.get_by_text("Cases").is_visible()
