"""The list of a member's cases, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.sealing.secret import Secret
from evenhand.vault.services.handling import close, reply
from evenhand.vault.services.reporting import say, withdraw
from tests import make
from tests.access.answers import counted
from tests.make import NOW

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

ROW = re.compile(r'<a href="(/m/cases/[0-9a-f-]{36})">')


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


def text_at(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_at(browser: Client, path: str) -> list[str]:
    return ROW.findall(text_at(browser, path))


def test_without_cases_it_says_so(ada: Member) -> None:
    page = text_at(make.browser_of(ada), "/m/")

    assert "There is nothing for you to read right now." in page
    assert "Page 1 of" not in page


@pytest.mark.parametrize(
    ("cases", "lengths"), [(1, [1]), (3, [3]), (51, [50, 1]), (120, [50, 50, 20])]
)
def test_every_case_is_on_exactly_one_page(cases: int, lengths: list[int], ada: Member) -> None:
    sent = {f"/m/cases/{make.case([ada]).visit.case_id}" for _ in range(cases)}
    browser = make.browser_of(ada)

    pages = [rows_at(browser, f"/m/?page={number}") for number in range(1, len(lengths) + 1)]

    assert [len(page) for page in pages] == lengths
    assert {row for page in pages for row in page} == sent


def test_a_page_number_out_of_range_means_the_nearest(ada: Member) -> None:
    for _ in range(51):
        make.case([ada])
    browser = make.browser_of(ada)

    assert "Page 2 of 2" in text_at(browser, "/m/?page=99")
    for number in ("0", "-1", "two", "", "9" * 30, "²", "٣"):
        assert "of 2" in text_at(browser, f"/m/?page={number}"), number


def test_pages_lead_to_each_other(ada: Member) -> None:
    for _ in range(120):
        make.case([ada])

    page = text_at(make.browser_of(ada), "/m/?page=2")

    assert 'href="?page=1" rel="prev"' in page
    assert 'href="?page=3" rel="next"' in page


def test_what_needs_somebody_comes_first(ada: Member) -> None:
    desk = make.signed_in(ada)
    closed, answered, new, asked, withdrawn = (make.case([ada]).visit for _ in range(5))
    close(closed.case_id, make.closing("Done."), by=desk, now=NOW)
    reply(answered.case_id, Secret("Hello."), by=desk, now=NOW)
    reply(asked.case_id, Secret("Hello."), by=desk, now=NOW)
    say(asked, Secret("And now?"), now=NOW)
    withdraw(withdrawn, now=NOW)

    page = text_at(make.browser_of(ada), "/m/")

    assert re.findall(r"<h2>(.+?)</h2>", page) == [
        "New",
        "Waiting on us",
        "Waiting on the reporter",
        "Closed or withdrawn",
    ]
    assert rows_at(make.browser_of(ada), "/m/")[:2] == [
        f"/m/cases/{new.case_id}",
        f"/m/cases/{asked.case_id}",
    ]
    assert page.count('<span class="tag">withdrawn</span>') == 1


def test_a_list_shows_no_word_of_any_report(ada: Member) -> None:
    make.case([ada], text="Somebody kept following me.")

    assert "following" not in text_at(make.browser_of(ada), "/m/")


def test_the_code_name_in_the_list_is_the_one_on_the_page_and_nobody_elses(ada: Member) -> None:
    ben = make.member(ada.organisation, "Ben")
    case_id = make.case([ada, ben]).visit.case_id

    def names(member: Member) -> tuple[str, str]:
        browser = make.browser_of(member)
        listed = re.search(r"<b>(.+?)</b></a>", text_at(browser, "/m/"))
        headed = re.search("<h1>Case “(.+?)”</h1>", text_at(browser, f"/m/cases/{case_id}"))
        assert listed
        assert headed
        return listed[1], headed[1]

    adas, bens = names(ada), names(ben)
    assert adas[0] == adas[1]
    assert bens[0] == bens[1]
    assert adas != bens


def test_a_promise_that_is_near_or_late_is_marked(
    ada: Member, clock: time_machine.Traveller
) -> None:
    make.case([ada])

    def page_after(days: int) -> str:
        clock.move_to(NOW + timedelta(days=days))
        return text_at(make.browser_of(ada, now=timezone.now()), "/m/")

    assert '<span class="tag">' in page_after(0)
    assert '<span class="tag waiting">' in page_after(5)
    assert '<span class="tag urgent">' in page_after(8)
    assert "promised for 9 March: late" in page_after(8)


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(cases: int, ada: Member) -> None:
    for _ in range(cases):
        make.case([ada])
    browser = make.browser_of(ada)

    with counted() as (default, shred):
        browser.get("/m/")

    assert (len(default), len(shred)) == (15, 2)
