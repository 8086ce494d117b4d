"""The figures that are promised, on the lists in data/."""

from __future__ import annotations

import pytest

from tests.matching.measuring import (
    LAST,
    LISTS,
    UNSEEN,
    Line,
    false_withholding,
    found,
    harmless,
    members,
    namings,
    recall,
)

each_list = pytest.mark.parametrize(
    "which", LISTS, ids=[which.rstrip("-") or "first" for which in LISTS]
)


def test_the_list_is_large_enough() -> None:
    assert len(list(namings())) >= 300
    assert len(list(harmless())) >= 300


@each_list
def test_whoever_is_named_is_found(which: str) -> None:
    assert recall(which) >= 0.98


@each_list
def test_what_is_harmless_withholds_from_nobody(which: str) -> None:
    assert false_withholding(which) <= 0.05


@pytest.mark.parametrize("which", [LAST, UNSEEN], ids=["last", "unseen"])
def test_lists_with_which_no_rules_were_made_stay_where_they_were(which: str) -> None:
    """More than the promised 5 % withhold for nothing there; it must not grow."""
    assert recall(which) >= 0.98
    assert false_withholding(which) <= 0.075


def test_a_name_that_is_not_known_counts_as_missed() -> None:
    """The measure itself sees a fault: without the first member, their lines find nobody."""
    others = [known for known in members() if known.id != 0]

    theirs = [line for line in namings() if line.names == 0]

    assert [line for line in theirs if 0 in found(line, others)] == []
    assert [line for line in theirs if 0 not in found(line, members())] == []


def test_a_harmless_line_with_a_name_in_it_counts_as_withheld() -> None:
    line = Line("It happened in May, and Robert Kettleby saw it.", is_field=False)

    assert set(found(line, members())) == {0}
