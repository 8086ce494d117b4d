"""Whoever a report concerns does not learn of it; the others see only a name (D1, S16)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.reading import list_bytes, names_on_list, open_case, press_button, sign_in
from tests.browser.reporting import FORUM, Told, code_on, heading, press, tell
from tests.browser.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.server]

CLOSE_TO_HANEUL = "Wimbledrake Fossbarrow"


def desk(open_page: Open, site: Site, name: str) -> Page:
    page = open_page(javascript=False)
    sign_in(page, site.sign_in_of(name))
    return page


def case_that_is_new(page: Page, before: list[str]) -> str:
    (name,) = set(names_on_list(page)) - set(before)
    return name


def say_whom_not_to_decide_about(page: Page) -> None:
    page.goto("/m/account")
    press(page, "Say how you are called, and whom you must not decide about")
    page.get_by_label("People you must not decide about").fill(CLOSE_TO_HANEUL)
    press_button(page, "Keep this")
    expect(page.get_by_role("status")).to_contain_text("We keep this")


def ask_the_others(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("Must not learn of it: Haneul Castellane")
    press(page, "Ask the others who has a conflict")
    expect(page.get_by_label("Name of the person this is about")).to_have_value(CLOSE_TO_HANEUL)
    press_button(page, "Ask the others")


def answer_the_card(page: Page) -> None:
    expect(page.locator(".panel h2")).to_have_text(f"Are you close to {CLOSE_TO_HANEUL}?")
    press_button(page, "No")
    expect(page.locator(".panel")).to_have_count(0)


def test_a_name_keeps_a_member_out_and_a_card_with_only_the_name_asks_the_others(
    open_page: Open, site: Site
) -> None:
    haneul, kaveh, mirela = (desk(open_page, site, name) for name in ("Haneul", "Kaveh", "Mirela"))
    say_whom_not_to_decide_about(haneul)
    before, list_before = names_on_list(kaveh), list_bytes(haneul)

    tell(open_page(javascript=False), FORUM, Told(people=(CLOSE_TO_HANEUL,)))

    assert list_bytes(haneul) == list_before
    case = case_that_is_new(kaveh, before)
    open_case(kaveh, case)
    ask_the_others(kaveh)
    assert list_bytes(haneul) == list_before

    mirelas = names_on_list(mirela)
    answer_the_card(mirela)
    open_case(kaveh, case)
    open_case(mirela, case_that_is_new(mirela, mirelas))

    press_button(mirela, "Step back from this case")
    expect(heading(mirela)).to_have_text("Sign in")
    sign_in(mirela, site.sign_in_of("Mirela"))
    assert names_on_list(mirela) == mirelas
    assert list_bytes(haneul) == list_before


@pytest.mark.parametrize(
    ("answer", "may_read"),
    [("Yes, keep them out", False), ("No, Haneul Castellane may read it", True)],
)
def test_a_reader_settles_a_doubtful_mention_with_one_act(
    open_page: Open, site: Site, answer: str, *, may_read: bool
) -> None:
    haneul, kaveh = (desk(open_page, site, name) for name in ("Haneul", "Kaveh"))
    before, haneuls = names_on_list(kaveh), names_on_list(haneul)
    tell(
        open_page(javascript=False), FORUM, Told(what="Then Haneul laughed.", people=("Dremmock",))
    )
    assert names_on_list(haneul) == haneuls

    open_case(kaveh, case_that_is_new(kaveh, before))
    press_button(kaveh, answer)

    expect(kaveh.locator("main")).not_to_contain_text("Is this mention a conflict?")
    assert (len(names_on_list(haneul)) > len(haneuls)) is may_read


def test_who_reads_instead_is_named_before_anything_is_sent(open_page: Open) -> None:
    page = open_page(javascript=False)
    page.goto(f"/c/{FORUM}/tell")
    everybody = "Haneul Castellane, Kaveh Lindmarker, Rafael Ibarlucea Paz and Tamsin Okerewa"
    page.get_by_label("What happened?").fill(f"{everybody} laughed at me.")

    press(page, "Send now")

    expect(heading(page)).to_have_text("Check and send")
    expect(page.locator("main")).to_contain_text("It goes to these people instead")
    press(page, "Send")
    expect(heading(page)).to_contain_text("This is your code")
    assert code_on(page).groups
