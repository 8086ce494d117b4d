"""Pages with lists take the same queries however long the list is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from evenhand.directory.models import RoleKind
from evenhand.directory.services import end_role
from evenhand.intake.services.visits import begin_visit_with
from evenhand.sealing.secret import Secret
from evenhand.vault.services.handling import reply
from evenhand.vault.services.reporting import say
from tests import make
from tests.access.answers import Queries, counted
from tests.make import NOW

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]


def queries_of(path: str, browser: Client | None = None) -> Queries:
    asking = browser or Client()
    with counted() as captured:
        answer = asking.get(path)
    assert answer.status_code == 200
    return tuple(len(one) for one in captured)


@pytest.mark.parametrize("spaces", [2, 4])  # one alone leads on to its page
def test_the_list_of_spaces(spaces: int) -> None:
    society = make.organisation()
    for number in range(spaces):
        make.space(society, f"Harbour Days {number}")

    assert queries_of("/c/") == (1, 0)


@pytest.mark.parametrize("readers", [1, 3])
def test_the_start_page_of_a_space(readers: int) -> None:
    society = make.organisation()
    space = make.space(society)
    for number in range(readers):
        member = make.member(society, f"Ada {number}")
        make.role(member, RoleKind.LEAD)
        make.duty(member, space)

    assert queries_of(f"/c/{space.slug}/") == (7, 0)


@pytest.mark.parametrize("messages", [1, 3])
@pytest.mark.parametrize("path", ["/c/yours", "/c/yours/exclude"])
def test_the_pages_of_a_visit(path: str, messages: int) -> None:
    society = make.organisation()
    make.space(society)
    readers = [make.member(society, f"Ada {number}") for number in range(messages)]
    sent = make.case(readers)
    for member in readers:
        by = make.signed_in(member)
        reply(sent.visit.case_id, Secret("We believe you."), by=by, now=NOW)
        say(sent.visit, Secret("Thank you."), now=NOW)
    browser = Client()
    browser.cookies["visit"] = begin_visit_with(sent.receipt, now=NOW)[0]

    assert queries_of(path, browser) == (9, 1)


@pytest.mark.parametrize("messages", [1, 3])
def test_the_page_of_a_case(messages: int) -> None:
    society = make.organisation()
    readers = [make.member(society, f"Ada {number}") for number in range(messages)]
    sent = make.case(readers)
    browser = make.browser_of(readers[0])
    path = f"/m/cases/{sent.visit.case_id}"
    browser.get(path)  # the first look is recorded
    for _ in range(messages):
        say(sent.visit, Secret("One thing more."), now=NOW)

    assert queries_of(path, browser) == (10, 2)


@pytest.mark.parametrize("path", ["/m/", "/m/cases/{case}"])
def test_whoever_has_no_term_any_more_takes_the_queries_of_whoever_never_had_a_slot(
    path: str,
) -> None:
    society = make.organisation()
    ada, ben, cay = (make.member(society, name) for name in ("Ada", "Ben", "Cay"))
    role = make.role(ben, RoleKind.RESPONDER)
    sent = make.case([ada, ben])
    end_role(role=role, on=(NOW - timedelta(days=1)).date())
    taken = []
    for member in (ben, cay):
        browser = make.browser_of(member)
        browser.get("/m/")
        with counted() as captured:
            browser.get(path.format(case=sent.visit.case_id))
        taken.append(tuple(len(one) for one in captured))

    assert taken[0] == taken[1]
