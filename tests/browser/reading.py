"""What a member does with a case."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.reporting import heading, press
from tests.browser.running import SignIn


def sign_in(page: Page, who: SignIn) -> None:
    page.goto("/m/")
    page.get_by_label("E-mail address").fill(who.address)
    page.get_by_label("Passphrase").fill(who.passphrase)
    press_button(page, "Sign in")
    expect(heading(page)).to_have_text("Your cases")


def press_button(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def names_on_list(page: Page) -> list[str]:
    """The code names, in their order."""
    page.goto("/m/")
    return page.locator("main .card a").all_inner_texts()


def open_case(page: Page, name: str) -> None:
    page.goto("/m/")
    page.locator("main .card").get_by_role("link", name=name, exact=True).click()
    expect(heading(page)).to_contain_text(name)


def answer(page: Page, text: str) -> None:
    page.get_by_label("Answer the reporter").fill(text)
    press(page, "Send the answer")
    expect(page.locator(".timeline .said").last).to_have_text(text)


def close(page: Page, last_words: str) -> None:
    press(page, "Close this case")
    page.get_by_label("No action, recorded").check()
    page.get_by_label("Last words to the reporter").fill(last_words)
    press(page, "Send and close")
    expect(page.locator(".tag").filter(has_text="closed")).to_be_visible()


def list_bytes(page: Page) -> str:
    """The list as it came, but for its token, which is new each time, and for ages."""
    text = page.request.get("/m/").text()
    without_token = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)
    return re.sub(r"came in [^<]+ ago", "", without_token)
