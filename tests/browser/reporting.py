"""What somebody does who reports, found by what the page calls things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

CONFERENCE, FORUM = "lantern-conf", "lantern-forum"


@dataclass(frozen=True, slots=True)
class Told:
    """Everything somebody tells; each word of it is invented, and found nowhere else."""

    what: str = "Drelmish zqxvorblat: they followed me between the talks."
    people: tuple[str, ...] = ("Plimkrowetz", "the one called Brundafel")
    looks: str = "a gruntzelfip scarf"
    witness: str = "Wombrakiltz, at the next table"
    where: str = "By the snorvelquib fountain"
    wish: str = "Please quarbledunk quietly"
    kept_out: str = ""

    @property
    def words(self) -> list[str]:
        """One word of each answer, to look for."""
        return [
            "zqxvorblat",
            "Plimkrowetz",
            "Brundafel",
            "gruntzelfip",
            "Wombrakiltz",
            "snorvelquib",
            "quarbledunk",
        ]


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it was shown."""

    groups: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def first_letters(self) -> str:
        return " ".join(word[:4].upper() for word in self.words)

    @property
    def in_arabic_indic(self) -> str:
        return " ".join(self.groups).translate({ord("0") + n: 0x660 + n for n in range(10)})


At = Callable[[str], None]


def press(page: Page, name: str) -> None:
    """A button or a link of the page itself, by its name."""
    page.locator("main").get_by_text(name, exact=True).locator("visible=true").first.click()


def heading(page: Page) -> Locator:
    return page.locator("h1")


def tell(page: Page, space: str, told: Told, *, at: At = lambda _: None) -> Code:
    """From the start page to the code, over every page; `at` hears the name of each."""
    page.goto(f"/c/{space}/")
    at("start")
    press(page, "Tell us what happened")
    at("story")
    _story(page, told)
    at("people")
    _people(page, told, at)
    at("place")
    page.get_by_label("Where was it?").fill(told.where)
    press(page, "Continue")
    at("contact")
    page.get_by_label("What should we not do?").fill(told.wish)
    press(page, "Continue")
    expect(heading(page)).to_have_text("Check and send")
    at("check")
    press(page, "Send")
    expect(heading(page)).to_contain_text("This is your code")
    at("code")
    return code_on(page)


def _story(page: Page, told: Told) -> None:
    page.get_by_label("What happened?").fill(told.what)
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")


def _people(page: Page, told: Told, at: At) -> None:
    expect(heading(page)).to_have_text("Who is this about?")
    press(page, "Add another person")
    at("people, more")
    for number, name in enumerate(told.people):
        page.get_by_label("Names, nicknames or handles").nth(number).fill(name)
    page.get_by_label("What did they look like?").first.fill(told.looks)
    page.get_by_label("Who else was there, or saw it?").fill(told.witness)
    if told.kept_out:
        page.get_by_label(told.kept_out).check()
    press(page, "Continue")


def code_on(page: Page) -> Code:
    groups = page.locator("#code").inner_text().split()
    words = page.locator("ol.words li").all_inner_texts()
    assert (len(groups), len(words)) == (6, 8)
    return Code(tuple(groups), tuple(words))


def keep_code(page: Page) -> None:
    press(page, "I have kept my code")
    expect(heading(page)).to_have_text("Your report")


def add_file(page: Page, path: Path) -> None:
    press(page, "Add files")
    page.get_by_label("Files").set_input_files(path)
    press(page, "Add")
    expect(page.get_by_role("status").locator("li")).to_contain_text(path.name)


def come_back(page: Page, typed: str) -> None:
    page.goto("/c/")
    press(page, "I have a code")
    page.get_by_label("Your code").fill(typed)
    press(page, "Open my report")
    expect(heading(page)).to_have_text("Your report")


def say(page: Page, text: str) -> None:
    page.get_by_label("Write to them").fill(text)
    press(page, "Send")
    expect(page.locator(".timeline .said").last).to_have_text(text)


def leave(page: Page) -> None:
    to = page.locator("#leaving").get_attribute("data-to")
    assert to
    page.get_by_role("button", name="Leave this site").click()
    page.wait_for_url(to)
