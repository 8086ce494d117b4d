"""T-SWAP: that somebody's term is over is believed of no day but those on which it was (B15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from evenhand.directory.models import RoleKind
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.values.declared import Access
from tests.make import NOW
from tests.vault import thief
from tests.vault.test_stepping_in import Team
from tests.vault.test_t_swap_coming import by, by_the_reporter, is_believed, new_key, plant, team

__all__ = ["team"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)


def over_tomorrow(team: Team) -> Access:
    team.end(team.role("Hal", RoleKind.RESPONDER))
    access = team.access()
    return access.without([], key=new_key(), left=frozenset({team.members["Hal"].id}))


def test_t_swap_nobody_is_dropped_on_the_last_day_of_their_term(
    team: Team, clock: time_machine.Traveller
) -> None:
    after = over_tomorrow(team)

    plant(team, after, by(team, "Ada"))  # written down today

    clock.move_to(NOW + 5 * A_DAY)
    assert not is_believed(team, after)  # also later, when the term is over


def test_t_swap_a_day_that_the_author_only_claims_does_not_count(
    team: Team, clock: time_machine.Traveller
) -> None:
    """Ada signs that it is tomorrow already; the site writes down today."""
    after = over_tomorrow(team)
    plant(team, after, by(team, "Ada"), now=NOW + A_DAY)
    newest = thief.entries_of(team.case_id)[-1]
    newest.written_on = NOW.date()
    newest.save(update_fields=["written_on"])

    clock.move_to(NOW + 5 * A_DAY)
    assert not is_believed(team, after)


def test_t_swap_nobody_but_a_reader_brings_back_who_had_no_term(
    team: Team, clock: time_machine.Traveller
) -> None:
    over_tomorrow(team)
    tomorrow = NOW + A_DAY
    clock.move_to(tomorrow)
    team.open(now=tomorrow)
    before = team.access(now=tomorrow)
    team.renew("Hal")
    clock.move_to(NOW + 2 * A_DAY)
    after = before.including(team.keys("Hal"), key=new_key())

    plant(team, after, by_the_reporter(team), now=NOW + 2 * A_DAY)

    assert not is_believed(team, after)


def test_t_swap_being_forgotten_is_no_way_back(team: Team, clock: time_machine.Traveller) -> None:
    """Nobody is taken from the list of those who left without being let in."""
    over_tomorrow(team)
    tomorrow = NOW + A_DAY
    clock.move_to(tomorrow)
    team.open(now=tomorrow)
    before = team.access(now=tomorrow)
    after = replace(before.without([], key=new_key()), left=frozenset())

    plant(team, after, by(team, "Ada"), now=tomorrow)

    assert not is_believed(team, after)


def test_t_swap_whoever_has_left_the_organisation_is_let_in_by_nobody(
    team: Team, clock: time_machine.Traveller
) -> None:
    hal = team.members["Hal"]
    leave_everything(hal, now=NOW)
    team.open()
    before = team.access()
    after = before.including(team.keys("Hal"), key=new_key())
    clock.move_to(NOW + A_DAY)
    plant(team, after, by(team, "Ada"), now=NOW + A_DAY)

    assert not is_believed(team, after)


def test_t_swap_what_is_believed_is_that_it_was_over_on_the_day(
    team: Team, clock: time_machine.Traveller
) -> None:
    """So that the tests above do not pass for another reason; the reporter may say it as well."""
    after = over_tomorrow(team)
    clock.move_to(NOW + A_DAY)

    plant(team, after, by_the_reporter(team), now=NOW + A_DAY)

    assert is_believed(team, after)
    team.renew("Hal")
    clock.move_to(NOW + 5 * A_DAY)
    assert is_believed(team, after)  # whatever comes later
