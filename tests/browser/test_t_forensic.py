"""T-FORENSIC: what somebody finds who holds the device of a person that reported."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE_MS, PHONE, Launch
from tests.browser.profiles import found_in
from tests.browser.reporting import (
    CONFERENCE,
    Code,
    Told,
    add_file,
    come_back,
    keep_code,
    leave,
    press,
    say,
    tell,
)
from tests.browser.running import PLANTED_SENTENCE, Site
from tests.intake.pictures import photograph

pytestmark = [pytest.mark.browser, pytest.mark.server]

TOLD = Told()
ADDED, MISTYPED = "frobnistle", "crumbelwick"
PAGE_TEXT = [
    "Who is this about?",
    "Check and send",
    "This is your code",
    "Everything you told us",
    "Is anyone in danger now?",
]
# Not the name of a chosen file: Chromium keeps the paths of files it was given to send.
EVERYTHING = [*TOLD.words, ADDED, MISTYPED, *PAGE_TEXT]
Surf = Callable[..., contextlib.AbstractContextManager[Page]]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "wuzzlefern.jpg"
    path.write_bytes(photograph())
    return path


@pytest.fixture
def surf(launch: Launch, site: Site, profile: Path) -> Surf:
    """A browser as people have it: its memory on the disk, pages kept whole for Back."""

    @contextmanager
    def opened(*, javascript: bool = True) -> Iterator[Page]:
        context = launch.chromium.launch_persistent_context(
            profile,
            executable_path=launch.path,
            args=[*launch.args],
            ignore_default_args=["--disable-back-forward-cache"],
            base_url=site.origin,
            java_script_enabled=javascript,
            viewport=PHONE,
        )
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(PATIENCE_MS)
        yield context.pages[0]
        context.close()

    return opened


def report(page: Page, picture: Path) -> Code:
    """Every page on which somebody types, with a mistake on each that can refuse one."""
    code = tell(page, CONFERENCE, TOLD)
    keep_code(page)
    add_file(page, picture)
    press(page, "Your report")
    say(page, ADDED)
    press(page, "Change how we may reach you")
    page.get_by_label("“You have an update.”").fill(MISTYPED)
    press(page, "Save")
    page.goto("/c/code")
    page.get_by_label("Your code").fill(f"{MISTYPED} {code.groups[0]}")
    press(page, "Open my report")
    come_back(page, " ".join(code.words))
    return code


def begin(page: Page, _: Path) -> list[str]:
    page.goto(f"/c/{CONFERENCE}/tell")
    page.get_by_label("What happened?").fill(TOLD.what)
    return TOLD.words


def tell_half(page: Page, picture: Path) -> list[str]:
    begin(page, picture)
    press(page, "Continue")
    page.get_by_label("Names, nicknames or handles").fill(TOLD.people[0])
    return [*TOLD.words, "Who is this about?"]


def read_about_safety(page: Page, picture: Path) -> list[str]:
    """Away from the form, and then Leave: on that page Leave does not know of the form."""
    typed = tell_half(page, picture)
    page.get_by_role("link", name="Staying safe on this device").click()
    expect(page.locator("h1")).to_have_text("Staying safe on this device")
    return typed


def begin_twice(page: Page, picture: Path) -> list[str]:
    return tell_half(page, picture) + tell_half(page, picture)


def mistype_code(page: Page, _: Path) -> list[str]:
    page.goto("/c/code")
    page.get_by_label("Your code").fill(f"{MISTYPED} 1234")
    press(page, "Open my report")
    expect(page.get_by_role("alert")).to_be_visible()
    return [MISTYPED]


def report_and_begin_again(page: Page, picture: Path) -> list[str]:
    code = report(page, picture)
    return [*tell_half(page, picture), ADDED, *spelled(code), "Everything you told us"]


def spelled(code: Code) -> list[str]:
    """Two neighbours of it at a time: one word alone stands in many a list of a browser."""
    pairs = [*zip(code.groups, code.groups[1:], strict=False)]
    pairs += zip(code.words, code.words[1:], strict=False)
    return [*map(" ".join, pairs), "".join(code.groups)]


def texts_on_the_way_back(page: Page) -> list[str]:
    """What every page shows that Back leads to, each also loaded anew as it was first sent."""
    return [
        text
        for _ in range(int(page.evaluate("history.length")))
        for text in (_text_after(page, page.go_back), _text_after(page, page.reload))
    ]


def _text_after(page: Page, move: Callable[..., object]) -> str:
    """A page that comes back whole is not loaded, and one that asks whether to send again fails."""
    with contextlib.suppress(PlaywrightError):
        move(timeout=3000)
    page.wait_for_timeout(100)
    fields = page.locator("textarea, input").evaluate_all("all => all.map(one => one.value)")
    return page.content() + "\n".join(fields)


def test_t_forensic_the_scanner_finds_what_another_page_leaves(
    surf: Surf, site: Site, profile: Path
) -> None:
    with surf() as page:
        page.goto(site.elsewhere + "planted")
        page.locator("textarea").fill(TOLD.what)
        page.evaluate("text => localStorage.setItem('kept', text)", ADDED + " …")
        page.locator("button").click()
        page.locator("textarea").fill(MISTYPED)
        page.goto(site.elsewhere)

    found = found_in(profile, [TOLD.words[0], ADDED, MISTYPED, PLANTED_SENTENCE])

    assert any("Sessions" in path for path in found[TOLD.words[0]])
    assert any("Sessions" in path for path in found[MISTYPED])
    assert any("Local Storage" in path for path in found[ADDED])
    assert any("Cache" in path for path in found[PLANTED_SENTENCE])


@pytest.mark.parametrize("javascript", [False, True])
def test_t_forensic_after_leave_nothing_is_left_on_the_disk(
    surf: Surf, profile: Path, picture: Path, *, javascript: bool
) -> None:
    with surf(javascript=javascript) as page:
        code = report(page, picture)
        leave(page)

    assert found_in(profile, [*EVERYTHING, *spelled(code)]) == {}


def test_t_forensic_a_window_closed_in_the_middle_leaves_nothing_on_the_disk(
    surf: Surf, profile: Path, picture: Path
) -> None:
    with surf(javascript=False) as page:
        code = report(page, picture)
        tell_half(page, picture)
        page.wait_for_timeout(3000)  # Chromium writes down its windows after some seconds

    assert found_in(profile, [*EVERYTHING, *spelled(code)]) == {}


@pytest.mark.parametrize(
    ("come_to", "javascript"),
    [
        (begin, False),
        (begin, True),
        (tell_half, False),
        (begin_twice, False),
        (read_about_safety, False),
        (read_about_safety, True),
        (mistype_code, False),
        (report_and_begin_again, False),
    ],
)
def test_t_forensic_back_after_leave_shows_nothing_that_was_typed(
    surf: Surf, picture: Path, come_to: Callable[[Page, Path], list[str]], *, javascript: bool
) -> None:
    with surf(javascript=javascript) as page:
        typed = come_to(page, picture)
        leave(page)

        texts = texts_on_the_way_back(page)

    assert [word for word in typed if any(word in text for text in texts)] == []
