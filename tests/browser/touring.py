"""Once to every page that a person may see; `at` hears the name of each."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from evenhand.sealing.recovery_codes import spell_key
from evenhand.sealing.recovery_keys import RecoveryKeys
from tests.browser.reading import names_on_list, press_button, sign_in
from tests.browser.reporting import CONFERENCE, FORUM, At, Told, come_back, press, tell
from tests.browser.running import SignIn

REPORTERS_PAGES = {
    "spaces": "/c/",
    "safe": "/c/safe",
    "readers": f"/c/{CONFERENCE}/readers",
    "another country": f"/c/{CONFERENCE}/?country=JP",
    "start of a forum": f"/c/{FORUM}/",
    "nothing here": "/c/nothing-here/",
}
PAGES_OF_A_VISIT = ("files", "exclude", "contact", "replace", "withdraw", "delete")
MEMBERS_PAGES = {
    "account": "/m/account",
    "team": "/m/team",
    "recovery": "/m/recovery",
    "how I am known": "/m/known-as",
    "add a second step": "/m/enrol",
    "sure": "/m/sure",
    "passphrase": "/m/account/passphrase",
    "recovery codes": "/m/account/recovery-codes",
    "nothing for members": "/m/nothing-here",
}


def tour_of_reporter(page: Page, at: At) -> None:
    for name, path in REPORTERS_PAGES.items():
        page.goto(path)
        at(name)
    _refused(page, at)
    code = tell(page, CONFERENCE, Told(), at=at)
    press(page, "I have kept my code")
    at("yours")
    for name in PAGES_OF_A_VISIT:
        page.goto(f"/c/yours/{name}")
        at(f"yours, {name}")
    page.goto("/c/code")
    at("enter code")
    page.get_by_label("Your code").fill(" ".join(code.words[:7]))
    press(page, "Open my report")
    at("wrong code")
    come_back(page, " ".join(code.words))


def _refused(page: Page, at: At) -> None:
    """Nothing to send, and then: danger."""
    page.goto(f"/c/{FORUM}/tell")
    press(page, "Send now")
    at("nothing told")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Continue")
    expect(page.locator("main")).to_contain_text("Call for help first")
    at("numbers first")


def tour_of_member(page: Page, who: SignIn, at: At) -> None:
    page.goto("/m/")
    at("sign in")
    page.get_by_label("E-mail address").fill(who.address)
    page.get_by_label("Passphrase").fill("not my passphrase at all")
    press_button(page, "Sign in")
    at("sign-in refused")
    sign_in(page, who)
    at("cases")
    for name, path in MEMBERS_PAGES.items():
        page.goto(path)
        at(name)
    _case(page, at)


def tour_of_lead(page: Page, who: SignIn, at: At) -> None:
    """Enter a recovery key: a slip in it, then its words, then it waits for somebody else."""
    page.goto("/m/")
    sign_in(page, who)
    lines = spell_key(RecoveryKeys.from_secret(bytes(32)).public)
    page.goto("/m/recovery")
    page.get_by_label("The recovery key").fill("\n".join([*lines[:-1], lines[0]]))
    page.get_by_label("Who keeps the shares").fill("Grace Tidewater, @gracet\nMoses Okonkwo")
    press_button(page, "Show its check words")
    at("recovery, mistyped")
    page.get_by_label("The recovery key").fill("\n".join(lines))
    press_button(page, "Show its check words")
    at("recovery, words")
    press_button(page, "The words are the same: enter this key")
    at("recovery, entered")


def _case(page: Page, at: At) -> None:
    """The one that was answered has most on its page."""
    for name in names_on_list(page):
        page.goto("/m/")
        page.locator("main .card").get_by_role("link", name=name, exact=True).click()
        at("case")
    for summary in page.locator("main details > summary").all():
        summary.click()
    at("case, unfolded")
    page.get_by_role("link", name="Who wrote this, and how to reach them").click()
    at("who wrote it")
