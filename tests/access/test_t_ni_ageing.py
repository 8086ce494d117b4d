"""A report about Ben is closed, comes near its end, is erased: he can tell none of it (T-NI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from evenhand.directory.models import RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.ageing import erase_due_cases, erase_on
from evenhand.vault.services.handling import close
from evenhand.vault.services.reporting import exclude, withdraw
from evenhand.vault.values.covers import GRACE
from evenhand.vault.values.findings import Finding
from tests import make
from tests.access.test_t_ni_small import (
    A_DAY,
    Before,
    Events,
    Theatre,
    before,
    differences,
    nothing,
    theatre,
)
from tests.make import NOW, Sent
from tests.sizes import size

__all__ = ["theatre"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

YEAR = timedelta(days=365)


def _about_ben(world: Before) -> Sent:
    """It came in more than a year ago."""
    return make.case([world.ada], text="It was Ben.", excluded=[world.ben], now=NOW - YEAR - GRACE)


def _closed(world: Before, sent: Sent, *, ago: timedelta) -> Sent:
    now = NOW - ago
    by = make.signed_in(world.ada, now=now)
    close(sent.visit.case_id, make.closing("Done.", Finding.NO_VIOLATION), by=by, now=now)
    return sent


def _look(world: Before, *, ago: timedelta) -> None:
    now = NOW - ago
    by = make.signed_in(world.ada, now=now)
    erase_due_cases(covers_visible_to(by), by=by, now=now)


def closed_now(world: Before) -> None:
    _closed(world, _about_ben(world), ago=timedelta(0))


def taken_back(world: Before) -> None:
    withdraw(_about_ben(world).visit, now=NOW)


def due_this_week(world: Before) -> None:
    _closed(world, _about_ben(world), ago=YEAR - 3 * A_DAY)
    _look(world, ago=timedelta(0))


def called_and_due_this_week(world: Before) -> None:
    _closed(world, _about_ben(world), ago=YEAR + 10 * A_DAY)
    _look(world, ago=10 * A_DAY)


def erased_by_age(world: Before) -> None:
    sent = _closed(world, _about_ben(world), ago=YEAR + GRACE)
    _look(world, ago=GRACE)
    _look(world, ago=timedelta(0))
    assert not Case.objects.filter(pk=sent.visit.case_id).exists()


def kept_longer(world: Before) -> None:
    sent = _closed(world, _about_ben(world), ago=timedelta(0))
    by = make.signed_in(world.ada)
    day = (NOW + 2 * YEAR).date()
    erase_on(sent.visit.case_id, day, Secret("It was Ben again."), by=by, now=NOW)


def erased_by_the_clock_this_week(world: Before) -> None:
    sent = _about_ben(world)
    Case.objects.filter(pk=sent.visit.case_id).update(kept_until=(NOW + 3 * A_DAY).date())


def put_off_by_a_reader(world: Before) -> None:
    sent = _about_ben(world)
    Case.objects.filter(pk=sent.visit.case_id).update(kept_until=(NOW + 3 * A_DAY).date())
    _look(world, ago=timedelta(0))


def read_then_shut_out_then_erased(world: Before) -> None:
    sent = make.case([world.ada, world.ben], text="It was Ben.", now=NOW - YEAR - GRACE)
    exclude(sent.visit, [world.ben], now=NOW - YEAR - GRACE)
    _closed(world, sent, ago=YEAR + GRACE)
    _look(world, ago=GRACE)
    _look(world, ago=timedelta(0))


def one_that_he_reads_and_that_is_due(world: Before) -> None:
    sent = make.case([world.ada, world.ben], text="It was somebody else.", now=NOW - YEAR)
    _closed(world, sent, ago=YEAR - 3 * A_DAY)


AGEING: tuple[Events, ...] = (
    called_and_due_this_week,
    erased_by_age,
    erased_by_the_clock_this_week,
    closed_now,
    taken_back,
    due_this_week,
    kept_longer,
    put_off_by_a_reader,
)
FEW = size(3, len(AGEING))


@pytest.mark.parametrize(
    "world_before",
    [(0, RoleKind.RESPONDER), (1, RoleKind.LEAD)],
    ids=["without cases", "a lead with a case"],
)
def test_t_ni_ben_cannot_tell_that_a_report_about_him_is_closed_due_or_erased(
    world_before: tuple[int, RoleKind], theatre: Theatre, proved: Callable[[str], None]
) -> None:
    world = before(*world_before)
    lines, mails = theatre.play(world, nothing)

    for events in AGEING[:FEW]:
        seen, got = theatre.play(world, events)
        assert differences(lines, seen) == [], events.__name__
        assert mails == got, events.__name__
    proved(f"{len(lines)} answers and {len(mails)} mails alike in {FEW + 1} worlds")


def test_t_ni_after_being_shut_out_the_end_of_the_case_shows_nothing(theatre: Theatre) -> None:
    """Its first notice had gone to him too, so his mails differ by that one."""
    world = before(1, RoleKind.RESPONDER)

    there, not_there = (
        theatre.play(world, events)[0] for events in (read_then_shut_out_then_erased, nothing)
    )

    assert differences(there, not_there) == []


def test_t_ni_the_comparison_notices_a_due_case_that_he_reads(theatre: Theatre) -> None:
    world = before(1, RoleKind.RESPONDER)

    (seen, _), (lines, _) = (
        theatre.play(world, events) for events in (one_that_he_reads_and_that_is_due, nothing)
    )

    assert "GET /m/" in differences(seen, lines)
    assert any("due to be erased" in line for line in seen)
