"""A real site and a real Chromium. Phones first: a context is 390 pixels wide unless it says more.

Playwright keeps an event loop open, in which Django refuses the database: so it lives no longer
than one module of tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.browser.running import Site, running_site
from tests.browser.watching import Watch, watched
from tools.browser import chromium

PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 20_000
Open = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a Chromium here."""

    chromium: BrowserType
    path: str
    args: tuple[str, ...] = ("--no-sandbox",)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The practice organisation; every test opens cases of its own in it."""
    with running_site(tmp_path_factory.mktemp("browsed")) as running:
        yield running


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    with sync_playwright() as playwright:
        yield Launch(playwright.chromium, chromium())


@pytest.fixture(scope="module")
def browser(launch: Launch) -> Iterator[Browser]:
    running = launch.chromium.launch(executable_path=launch.path, args=[*launch.args])
    yield running
    running.close()


@pytest.fixture
def watches() -> list[Watch]:
    """What the pages of this test asked for, one for each context."""
    return []


@pytest.fixture
def open_page(browser: Browser, site: Site, watches: list[Watch]) -> Iterator[Open]:
    """A page of a fresh phone: nothing is shared between two of them but the site."""
    with ExitStack() as open_things:

        def new(**options: bool) -> Page:
            context = phone(browser, site, **options)
            open_things.callback(context.close)
            watch = watched(context, origin=site.origin, elsewhere=site.elsewhere)
            watches.append(open_things.enter_context(watch))
            return context.new_page()

        yield new


def phone(browser: Browser, site: Site, *, javascript: bool = True) -> BrowserContext:
    context = browser.new_context(
        base_url=site.origin,
        viewport=PHONE,
        java_script_enabled=javascript,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
