"""Names in reports: how many are found, how many withhold for nothing, how long it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.figures import Figure, median
from evenhand.matching.mentions import mentions_in
from tests.matching.measuring import (
    LAST,
    LISTS,
    UNSEEN,
    false_withholding,
    long_story,
    recall,
    sixty_members,
)

_ROUNDS = 9


def matching_figures() -> Iterator[Figure]:
    for which in (*LISTS, LAST, UNSEEN):
        name = f"names ({which.rstrip('-') or 'first'} list)"
        yield Figure(f"{name}: found", recall(which) * 100, "%", "≥ 98")
        yield Figure(f"{name}: withheld for nothing", false_withholding(which) * 100, "%", "≤ 5")
    yield Figure("names: 16,000 characters, 60 members", _time_of_a_story(), "ms", "≤ 100")


def _time_of_a_story() -> float:
    story, known = long_story(), sixty_members()
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        mentions_in(["Bob from the desk"], [story], known)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)
