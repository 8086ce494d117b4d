"""Pictures to look at: `python -m tests.browser.pictures FOLDER` takes one of every page.

Without a folder it renews the two in the README.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import PHONE, phone
from tests.browser.reading import names_on_list, open_case, sign_in
from tests.browser.reporting import CONFERENCE
from tests.browser.running import Site, running_site
from tests.browser.touring import tour_of_lead, tour_of_member, tour_of_reporter
from tools.browser import chromium

WIDTHS = (390, 1200)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
README = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        if sys.argv[1:]:
            _take_all(browser, site, Path(sys.argv[1]))
        else:
            _take_two(browser, site)
        browser.close()


def _take_all(browser: Browser, site: Site, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with _page(browser, site) as page:
        tour_of_reporter(page, _camera(page, folder, "reporter"))
    with _page(browser, site) as page:
        tour_of_member(page, site.sign_in_of("Kaveh"), _camera(page, folder, "member"))
    with _page(browser, site) as page:
        tour_of_lead(page, site.sign_in_of("Tamsin"), _camera(page, folder, "lead"))


def _camera(page: Page, folder: Path, prefix: str) -> Callable[[str], None]:
    taken: list[str] = []

    def take(name: str) -> None:
        taken.append(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                file = f"{prefix}-{len(taken):02d}-{re.sub('[^a-z]+', '-', name)}"
                page.screenshot(path=folder / f"{file}-{width}-{scheme}.png", full_page=True)
        page.set_viewport_size(PHONE)

    return take


def _take_two(browser: Browser, site: Site) -> None:
    with _page(browser, site) as page:
        page.goto(f"/c/{CONFERENCE}/")
        page.screenshot(path=README / "start-phone.png")
    with _page(browser, site) as page:
        sign_in(page, site.sign_in_of("Kaveh"))
        open_case(page, names_on_list(page)[0])
        page.screenshot(path=README / "case-phone.png")


@contextmanager
def _page(browser: Browser, site: Site) -> Iterator[Page]:
    context = phone(browser, site)
    yield context.new_page()
    context.close()


if __name__ == "__main__":
    main()
