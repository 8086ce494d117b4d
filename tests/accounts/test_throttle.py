from __future__ import annotations

from datetime import UTC, datetime, timedelta

from evenhand.accounts.throttle import MOST_NAMES, TRIES, WINDOW, Throttle

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_so_many_tries_are_admitted_and_no_more() -> None:
    throttle = Throttle()

    admitted = [throttle.admits("ada", now=NOW) for _ in range(TRIES + 2)]

    assert admitted == [True] * TRIES + [False] * 2


def test_others_are_not_held_up() -> None:
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.admits("ada", now=NOW)

    assert throttle.admits("ben", now=NOW)


def test_tries_that_were_refused_do_not_lengthen_the_wait() -> None:
    throttle = Throttle()
    for minute in range(TRIES + 4):
        throttle.admits("ada", now=NOW + timedelta(minutes=minute))

    assert throttle.admits("ada", now=NOW + WINDOW)


def test_success_forgets() -> None:
    throttle = Throttle()
    for _ in range(TRIES):
        throttle.admits("ada", now=NOW)

    throttle.forget("ada")

    assert throttle.admits("ada", now=NOW)


def test_memory_has_an_end_and_names_are_not_kept() -> None:
    throttle = Throttle()
    for number in range(MOST_NAMES + 5):
        throttle.admits(f"name{number}", now=NOW)

    assert len(throttle.marks) == MOST_NAMES
    assert not any(b"name" in mark for mark in throttle.marks)
