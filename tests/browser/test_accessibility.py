"""Every page for everybody: axe finds nothing, nothing is cut off, everything can be hit."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Open
from tests.browser.running import Site
from tests.browser.touring import tour_of_lead, tour_of_member, tour_of_reporter

pytestmark = [pytest.mark.browser, pytest.mark.server]

SMALLEST_TARGET = 24
GO_ON = "Enter, which leads to another page"
# It stands before the bar, so that its state can hide everything after it; its label is in it.
NOT_IN_A_REGION = '<input type="checkbox" id="hide"'
_SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > wide + 1 && one.checkVisibility())
        .map(one => one.tagName + ' ' + one.className + ' ' + one.textContent.trim().slice(0, 40));
}"""
# Links inside a sentence are as high as its lines: they are an exception (WCAG 2.5.8).
_SMALL_TARGETS = """smallest => [...document.querySelectorAll(
    'button, input:not([type=hidden]), select, textarea, summary, a.button, nav a, a.number')]
    .filter(one => one.checkVisibility({ opacityProperty: true }))
    .map(one => {
        const choice = one.closest('.choices label');
        const { width, height } = (choice ?? one).getBoundingClientRect();
        return { width, height, name: one.tagName + ' ' + one.textContent.trim().slice(0, 40) };
    })
    .filter(one => Math.min(one.width, one.height) < smallest)
    .map(one => `${one.name} ${one.width}×${one.height}`)"""


@dataclass
class Inspection:
    """What is wrong with the pages of one tour."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        self._note(name, violations(self.page))
        self.page.emulate_media(color_scheme="dark")
        self._note(f"{name}, dark", violations(self.page, only="color-contrast"))
        self.page.emulate_media(color_scheme="light")
        self._note(f"{name}, too small", self.page.evaluate(_SMALL_TARGETS, SMALLEST_TARGET))
        self._note(f"{name}, title", [] if self.page.title() else ["none"])
        self._in_little_room(name)

    def _in_little_room(self, name: str) -> None:
        """As wide as a small phone, or as a page that is enlarged four times; then large text."""
        self.page.set_viewport_size({"width": 320, "height": 640})
        self._note(f"{name}, 320 pixels", self.page.evaluate(_SIDEWAYS))
        self.page.set_viewport_size(PHONE)
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        self._note(f"{name}, large text", self.page.evaluate(_SIDEWAYS))
        self.page.evaluate("document.documentElement.removeAttribute('style')")

    def _note(self, name: str, found: list[str]) -> None:
        self.wrong += [f"{name}: {one}" for one in found]


def violations(page: Page, *, only: str = "") -> list[str]:
    options = {"runOnly": [only]} if only else None
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']} {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
        if not (one["id"] == "region" and node["html"].startswith(NOT_IN_A_REGION))
    ]


def test_reporters_pages_are_for_everybody(open_page: Open) -> None:
    inspection = Inspection(open_page())

    tour_of_reporter(inspection.page, inspection)

    assert inspection.wrong == []


def test_members_pages_are_for_everybody(open_page: Open, site: Site) -> None:
    inspection = Inspection(open_page())

    tour_of_member(inspection.page, site.sign_in_of("Kaveh"), inspection)

    assert inspection.wrong == []


def test_the_pages_of_a_recovery_key_are_for_everybody(open_page: Open, site: Site) -> None:
    inspection = Inspection(open_page())

    tour_of_lead(inspection.page, site.sign_in_of("Rafael"), inspection)

    assert inspection.wrong == []


def test_a_planted_fault_is_found(open_page: Open) -> None:
    page = open_page()
    page.goto("/c/")
    page.evaluate(
        """() => {
            const small = document.createElement('button');
            small.style = 'width:9px;height:9px;min-height:0;padding:0;margin-left:900px';
            document.querySelector('main').append(small);
        }"""
    )
    inspection = Inspection(page)

    inspection("planted")

    told = " ".join(inspection.wrong)
    assert all(word in told for word in ("button-name", "too small", "320 pixels", "large text"))


def _focus(page: Page, name: str) -> None:
    """Tab until the thing of this name has the focus, and see that nothing lies on top of it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const one = document.activeElement;
                const label = one.labels?.[0]?.textContent ?? one.textContent;
                const { left, top, width, height } = one.getBoundingClientRect();
                const on_top = document.elementFromPoint(left + width / 2, top + height / 2);
                const seen = !on_top || one.contains(on_top) || on_top.contains(one)
                    || [...(one.labels ?? [])].some(label => label.contains(on_top));
                return [label.trim().replace(/\\s+/g, ' '), seen];
            }"""
        )
        if told[0].startswith(name):
            assert told[1], f"something covers {name}"
            return
    pytest.fail(f"no Tab leads to {name}")


def test_a_report_can_be_sent_with_the_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.goto("/c/lantern-forum/")
    steps = [
        ("Tell us what happened", GO_ON, ""),
        ("What happened?", "", "zqxvorblat, typed by hand"),
        ("I do not want to say", "ArrowDown", ""),  # round to "Yes"
        ("Continue", GO_ON, ""),
        ("Continue", GO_ON, ""),
        ("Names, nicknames or handles", "", "Plimkrowetz"),
        ("More about how they looked", "Enter", ""),
        ("Height", "", "tall"),
        ("Kaveh", "Space", ""),
        ("Continue", GO_ON, ""),
        ("Where was it?", "", "By the fountain"),
        ("Continue", GO_ON, ""),
        ("Someone to talk to", "Space", ""),
        ("Continue", GO_ON, ""),
        ("Send", GO_ON, ""),
    ]
    for name, key, text in steps:
        _focus(page, name)
        if text:
            page.keyboard.type(text)
        if key == GO_ON:
            with page.expect_navigation():
                page.keyboard.press("Enter")
        elif key:
            page.keyboard.press(key)
    page.wait_for_url("**/c/sent")


def test_the_first_two_tabs_skip_to_the_page_and_to_leave(open_page: Open, site: Site) -> None:
    page = open_page(javascript=False)
    page.goto("/c/lantern-forum/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.goto("/c/lantern-forum/")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Tab")
    _leave_with_enter(page)
    page.wait_for_url(site.elsewhere)


def _leave_with_enter(page: Page) -> None:
    """The link leads to the button, or just before it."""
    if page.evaluate("document.activeElement.id") != "leave":
        page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == "leave"
    page.keyboard.press("Enter")
