"""How much a page weighs and what it asks for, as the browser counts it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, Response

from tests.browser.conftest import Open
from tests.browser.running import Site
from tests.browser.touring import tour_of_member, tour_of_reporter
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.server]

KB = 1024
STARTS = ("start", "start of a forum", "another country")


class Scales:
    """Weighs a page when it is called: the bytes of its answers as they travelled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[Request] = []
        self.pages: dict[str, tuple[int, int]] = {}
        self.responses: list[Response] = []
        page.on("request", self._note)
        page.on("response", self._keep)

    def _keep(self, response: Response) -> None:
        self.responses.append(response)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.asked.clear()  # a page of its own; one that only leads on has no weight
        if not request.url.startswith("data:"):
            self.asked.append(request)

    def __call__(self, name: str) -> None:
        self.page.wait_for_load_state()
        if self.asked:
            bodies = [request.sizes()["responseBodySize"] for request in self.asked]
            self.pages[name] = (len(bodies), sum(bodies))
            self.asked.clear()

    def over(self, requests: int, size: int, *, but: tuple[str, ...] = ()) -> dict[str, object]:
        return {
            name: weighed
            for name, weighed in self.pages.items()
            if name not in but and (weighed[0] > requests or weighed[1] > size)
        }


@pytest.fixture
def reporter(open_page: Open) -> Scales:
    scales = Scales(open_page())
    tour_of_reporter(scales.page, scales)
    return scales


@pytest.fixture
def member(open_page: Open, site: Site) -> Scales:
    scales = Scales(open_page())
    tour_of_member(scales.page, site.sign_in_of("Kaveh"), scales)
    return scales


def test_a_reporters_page_is_small_and_one_request(reporter: Scales) -> None:
    assert len(reporter.pages) >= 20
    assert {name: reporter.pages[name] for name in STARTS if reporter.pages[name][1] > 8 * KB} == {}
    assert reporter.over(1, 6 * KB, but=STARTS) == {}
    assert reporter.over(1, 8 * KB) == {}
    _is_strict(reporter.responses)


def test_a_members_page_is_small_and_few_requests(member: Scales) -> None:
    assert len(member.pages) >= 10
    assert member.over(3, 50 * KB) == {}
    _is_strict(member.responses)


def test_the_start_page_sets_no_cookie(open_page: Open, watches: list[Watch]) -> None:
    page = open_page()
    page.goto("/c/lantern-conf/")

    assert page.context.cookies() == []
    assert len(watches[0].requests) == 1


def _is_strict(responses: list[Response]) -> None:
    """Everything is closed but what the page itself holds, named by its hash."""
    for response in responses:
        if response.status in {301, 302, 303} or response.url.startswith("data:"):
            continue
        headers = response.all_headers()
        rules = dict(
            rule.strip().partition(" ")[::2]
            for rule in headers["content-security-policy"].split(";")
        )
        assert rules["default-src"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert re.fullmatch(r"('sha256-\S+' ?)+", rules["script-src"])
        assert re.fullmatch(r"('sha256-\S+' ?)+", rules["style-src"])
        assert headers["cache-control"] == "no-store"
        assert "set-cookie" not in headers or "httponly" in headers["set-cookie"].lower()
