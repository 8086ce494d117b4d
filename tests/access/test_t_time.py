"""How long an answer takes tells nothing either (T-TIME).

Each pair takes the same queries. Its times, asked in turn, are alike in rank, or their medians
are less than a millisecond apart: over a network nobody can measure less. A busy machine may
spoil a round, so there are three.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.accounts.throttle import PASSPHRASE_TRIES
from evenhand.intake.views.code import WRONG
from evenhand.sealing.receipts import Receipt, new_receipt
from evenhand.sealing.spelling import groups_of
from evenhand.vault.services.erasing import erase_report
from evenhand.vault.services.reporting import exclude
from tests import make
from tests.access.answers import Queries, counted, undone
from tests.access.ranks import Comparison, compare, p_of_ranks
from tests.sizes import size

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]

Ask = Callable[[], None]
SAMPLES = size(200, 2000)
ROUNDS = 3
MILLISECOND = 0.001


def seconds_of(ask: Ask) -> float:
    with undone():
        start = perf_counter()
        ask()
        return perf_counter() - start


def queries_of(ask: Ask) -> Queries:
    with undone(), counted() as captured:
        ask()
    return tuple(len(one) for one in captured)


def measured(one: Ask, other: Ask) -> Comparison:
    """The first round in which nobody could tell the two apart, else the last."""
    found = _round(one, other)
    for _ in range(ROUNDS - 1):
        if looks_alike(found):
            break
        found = _round(one, other)
    return found


def _round(one: Ask, other: Ask) -> Comparison:
    pairs = [(seconds_of(one), seconds_of(other)) for _ in range(SAMPLES)]
    return compare(*zip(*pairs, strict=True))


def looks_alike(found: Comparison) -> bool:
    return found.apart < MILLISECOND or found.p > 0.01


def assert_alike(one: Ask, other: Ask, proved: Callable[[str], None]) -> None:
    queries = queries_of(one)
    assert queries == queries_of(other)
    found = measured(one, other)
    assert looks_alike(found)
    figure = f"medians {found.apart * 1000:.3f} ms apart, p = {found.p:.3f}"
    proved(f"{SAMPLES} pairs, {queries[0]} + {queries[1]} queries each, {figure}")


def test_the_rank_test_knows_alike_from_different() -> None:
    dice = random.Random(7)  # noqa: S311  # no secret
    ones = [dice.gauss(10, 1) for _ in range(300)]
    alike = [dice.gauss(10, 1) for _ in range(300)]
    slower = [dice.gauss(10.4, 1) for _ in range(300)]

    assert p_of_ranks(ones, alike) > 0.01
    assert p_of_ranks(ones, slower) < 0.001
    assert p_of_ranks([1.0] * 30, [1.0] * 30) == 1.0


def test_the_rank_test_gives_the_figure_of_a_worked_example() -> None:
    """By hand: U = 1 of 16 pairs, mean 8, variance 12, so z = 7/√12 = 2.0207."""
    assert p_of_ranks([1.0, 2.0, 3.0, 5.0], [4.0, 6.0, 7.0, 8.0]) == pytest.approx(0.0433, abs=1e-4)


def test_t_time_the_measure_finds_a_planted_difference() -> None:
    def busy(seconds: float) -> None:
        until = perf_counter() + seconds
        while perf_counter() < until:
            pass

    assert not looks_alike(measured(lambda: busy(0.0001), lambda: busy(0.0013)))


def test_t_time_a_hidden_case_takes_as_long_as_none(proved: Callable[[str], None]) -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    hidden = make.case([ada], excluded=[ben]).visit.case_id
    browser = make.browser_of(ben)

    def look_at(case_id: object) -> Ask:
        return lambda: expect(browser.get(f"/m/cases/{case_id}").status_code, 404)

    assert_alike(look_at(hidden), look_at(uuid4()), proved)


def test_t_time_a_case_one_was_shut_out_of_takes_as_long_as_none(
    proved: Callable[[str], None],
) -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben])
    exclude(sent.visit, [ben], now=make.NOW)
    browser = make.browser_of(ben)

    def look_at(case_id: object) -> Ask:
        return lambda: expect(browser.get(f"/m/cases/{case_id}").status_code, 404)

    assert_alike(look_at(sent.visit.case_id), look_at(uuid4()), proved)


def test_t_time_a_known_address_takes_as_long_as_an_unknown_one(
    proved: Callable[[str], None],
) -> None:
    ada = make.member(make.organisation())
    browser = Client()

    def sign_in_as(address: str) -> Ask:
        def ask() -> None:
            PASSPHRASE_TRIES.clear()
            typed = {"address": address, "passphrase": "not this one at all"}
            expect(browser.post("/m/sign-in", typed).status_code, 422)

        return ask

    assert_alike(sign_in_as(ada.address), sign_in_as("adx0@harbour.example"), proved)


def test_t_time_a_deleted_report_takes_as_long_as_one_that_never_was(
    clock: time_machine.Traveller, proved: Callable[[str], None]
) -> None:
    ada = make.member(make.organisation())
    deleted, never = make.case([ada]), new_receipt()
    erase_report(deleted.visit)
    browser = Client()

    def come_back_with(receipt: Receipt) -> Ask:
        code = "".join(groups_of(receipt))

        def ask() -> None:
            clock.shift(60)  # wrong codes are counted by the minute
            assert WRONG in browser.post("/c/code", {"code": code}).content.decode()

        return ask

    assert_alike(come_back_with(deleted.receipt), come_back_with(never), proved)


def expect(status: int, due: int) -> None:
    assert status == due
