"""A real organisation from its one-time link to its members' first sign-in, in a browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from evenhand.sealing.one_time import OneTimeSecret, code_at
from tests.browser.conftest import Open, phone
from tests.browser.reading import press_button
from tests.browser.reporting import heading, press
from tests.browser.running import Site, running_site

pytestmark = [pytest.mark.browser, pytest.mark.server]

ADA, BEN = "ada@harbour.example", "ben@harbour.example"
PASSPHRASE = "five invented words for trying"
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: a link works once."""
    with running_site(tmp_path_factory.mktemp("set-up")) as running:
        yield running


@pytest.fixture(scope="module")
def invitations(browser: Browser, site: Site) -> dict[str, str]:
    """The link of each lead, as the last page of the set-up shows it."""
    context = phone(browser, site, javascript=False)
    page = context.new_page()
    page.goto(site.set_up_link)
    _fill_in(page)
    press_button(page, "Go on to help numbers")
    expect(page.get_by_role("heading", name="Help numbers for Japan")).to_be_visible()
    _confirm_numbers(page)
    expect(heading(page)).to_have_text("Your community is set up")
    links = page.locator("main code").filter(has_text="/m/join/").all_inner_texts()
    page.goto(site.set_up_link)
    expect(heading(page)).to_have_text("There is nothing at this address")
    context.close()
    return dict(zip((ADA, BEN), links, strict=True))


def _fill_in(page: Page) -> None:
    typed = {
        "Name of your community": "Harbour Society",
        "Somebody outside your team": "The ombuds office (invented)",
        "First lead: name": "Ada",
        "First lead: e-mail address": ADA,
        "Second lead: name": "Ben",
        "Second lead: e-mail address": BEN,
        "First meeting or forum": "Harbour Days",
    }
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Country where it is based").select_option("DE")
    page.get_by_label("Country where people are").select_option("JP")


def _confirm_numbers(page: Page) -> None:
    """It does not finish before somebody says that they looked."""
    press_button(page, "Finish")
    expect(heading(page)).to_have_text("Set up your community")
    page.get_by_label("I have checked each of these numbers today").check()
    press_button(page, "Finish")


def join(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    press_button(page, "Join")


def enter(page: Page, address: str) -> None:
    page.goto("/m/")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    press_button(page, "Sign in")


def shown_secret(page: Page) -> OneTimeSecret:
    found = re.search(r"Key: ([A-Z2-7 ]+)", page.locator("main").inner_text())
    assert found is not None
    return OneTimeSecret(base64.b32decode(found[1].replace(" ", "")))


def leave_desk(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(heading(page)).to_have_text("Sign in")


def test_a_lead_joins_and_signs_in_with_an_authenticator_app(
    open_page: Open, invitations: dict[str, str]
) -> None:
    page = open_page(javascript=False)
    join(page, invitations[ADA])
    enter(page, ADA)
    expect(heading(page)).to_have_text("Add a second step")
    secret = shown_secret(page)
    now = datetime.now(UTC)
    page.get_by_label("Code", exact=True).fill(code_at(now, secret=secret))
    press_button(page, "Add the app")
    expect(heading(page)).to_have_text("Your recovery codes")
    press(page, "I have kept them")
    expect(heading(page)).to_have_text("Your cases")
    leave_desk(page)

    enter(page, ADA)
    expect(heading(page)).to_have_text("Second step")
    page.get_by_label("Code", exact=True).fill(code_at(now + HALF_A_MINUTE, secret=secret))
    press_button(page, "Go on")

    expect(heading(page)).to_have_text("Your cases")


def test_a_lead_joins_and_signs_in_with_a_passkey(
    open_page: Open, invitations: dict[str, str]
) -> None:
    page = open_page()
    with_authenticator(page)
    join(page, invitations[BEN])
    enter(page, BEN)
    expect(heading(page)).to_have_text("Add a second step")
    page.get_by_label("Name").fill("My phone")
    press_button(page, "Add a passkey")
    expect(heading(page)).to_have_text("Your recovery codes")
    press(page, "I have kept them")
    leave_desk(page)

    enter(page, BEN)
    expect(heading(page)).to_have_text("Second step")
    press_button(page, "Use your passkey")

    expect(heading(page)).to_have_text("Your cases")


def with_authenticator(page: Page) -> None:
    """A device that answers by itself, as if a finger touched it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_the_new_space_takes_reports(open_page: Open, invitations: dict[str, str]) -> None:
    assert invitations
    page = open_page(javascript=False)
    page.goto("/c/harbour-days/")

    expect(heading(page)).to_have_text("Harbour Days")
    expect(page.locator("main")).to_contain_text("119")
    expect(page.locator("main")).not_to_contain_text("This is for practice")
