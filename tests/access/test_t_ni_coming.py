"""Rounds, terms and advisers tell whoever is kept out nothing either (T-NI, S22, B2, B15).

As in test_t_ni_small: one world without the report, one with it, and a week in each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from evenhand.accounts.models import Member
from evenhand.directory.models import Role, RoleKind
from evenhand.directory.services import end_role, set_policy
from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.services.asking import ask, ask_adviser, ask_to_step_in
from evenhand.vault.services.handling import close
from evenhand.vault.services.looking_in import look_in
from evenhand.vault.services.reporting import exclude, say
from tests import make
from tests.access.test_t_ni_small import (
    Before,
    Events,
    Theatre,
    before,
    differences,
    nothing,
    theatre,
)
from tests.make import NOW, Sent

__all__ = ["theatre"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

DAYS_LATER = NOW + timedelta(days=3)
ROBIN = "Robin Larkspur"


def _reported(world: Before) -> Sent:
    return make.case([world.ada], text="It was Ben.", excluded=[world.ben])


def _ask_all(world: Before, sent: Sent) -> None:
    ask(sent.visit.case_id, ROBIN, by=make.signed_in(world.ada), now=NOW)


def _look_in(world: Before, sent: Sent) -> None:
    by = make.signed_in(world.ada, now=DAYS_LATER)
    look_in(sent.visit.case_id, by=by, now=DAYS_LATER)


def asked(world: Before) -> None:
    """Not about him, and he may answer: this he sees."""
    _ask_all(world, make.case([world.ada]))


def shut_out_after_the_card(world: Before) -> None:
    sent = make.case([world.ada])
    _ask_all(world, sent)
    exclude(sent.visit, [world.ben], now=NOW)


def shut_out_after_the_card_and_dealt_anew(world: Before) -> None:
    sent = make.case([world.ada])
    _ask_all(world, sent)
    exclude(sent.visit, [world.ben], now=NOW)
    _look_in(world, sent)


def the_others_are_asked_and_reminded(world: Before) -> None:
    sent = _reported(world)
    _ask_all(world, sent)
    _look_in(world, sent)


def the_board_steps_in_and_the_case_is_closed(world: Before) -> None:
    sent, ada = _reported(world), make.signed_in(world.ada)
    set_policy(
        organisation=world.space.organisation,
        name="leads_kept_out_before_step_in",
        value="1",
        effective_on=NOW.date(),
    )
    ask_to_step_in(sent.visit.case_id, ROBIN, by=ada, now=NOW)
    close(sent.visit.case_id, make.closing("We spoke with him."), by=ada, now=NOW)


def another_adviser_is_asked(world: Before) -> None:
    sent, gil = _reported(world), Member.objects.get(name="Gil")
    ask_adviser(sent.visit.case_id, gil.id, ROBIN, by=make.signed_in(world.ada), now=NOW)
    _look_in(world, sent)


def newcomers_are_asked(world: Before) -> None:
    society = world.space.organisation
    set_policy(
        organisation=society, name="newcomers_are_asked", value="names", effective_on=NOW.date()
    )
    sent = _reported(world)
    _ask_all(world, sent)
    _look_in(world, sent)


def a_case_that_he_read(world: Before) -> None:
    """Nobody has opened it since: its slot for him is a real one still."""
    sent = make.case([world.ada, world.ben])
    Notice.objects.all().delete()  # of the time when he had a role
    say(sent.visit, Secret("One thing more."), now=NOW)


def a_case_that_goes_on_without_him(world: Before) -> None:
    sent = make.case([world.ada, world.ben])
    Notice.objects.all().delete()
    _ask_all(world, sent)
    _look_in(world, sent)


def _world(role: RoleKind) -> Before:
    world = before(0, role)
    society = world.space.organisation
    make.member(society, "Dee")
    make.role(make.member(society, "Gil"), RoleKind.ADVISER)
    make.role(make.member(society, "Hal"), RoleKind.BOARD)
    return world


@pytest.mark.parametrize(
    "events", [shut_out_after_the_card, shut_out_after_the_card_and_dealt_anew]
)
def test_t_ni_a_card_leaves_nothing_once_one_is_shut_out(theatre: Theatre, events: Events) -> None:
    world = _world(RoleKind.RESPONDER)

    there, not_there = (theatre.play(world, it)[0] for it in (events, nothing))

    assert differences(there, not_there) == []


def test_t_ni_what_goes_on_around_a_case_tells_whoever_is_kept_out_nothing(
    theatre: Theatre, proved: Callable[[str], None]
) -> None:
    world = _world(RoleKind.LEAD)
    lines, mails = theatre.play(world, nothing)
    others = (
        the_others_are_asked_and_reminded,
        the_board_steps_in_and_the_case_is_closed,
        newcomers_are_asked,
    )

    for events in others:
        seen, got = theatre.play(world, events)
        assert differences(lines, seen) == [], events.__name__
        assert mails == got, events.__name__
    proved(f"{len(lines)} answers and {len(mails)} mails alike in {len(others) + 1} worlds")


def test_t_ni_an_adviser_who_is_kept_out_learns_nothing_of_another_who_is_asked(
    theatre: Theatre,
) -> None:
    world = _world(RoleKind.ADVISER)

    (lines, mails), (seen, got) = (
        theatre.play(world, it) for it in (nothing, another_adviser_is_asked)
    )

    assert differences(lines, seen) == []
    assert mails == got


@pytest.mark.parametrize("events", [a_case_that_he_read, a_case_that_goes_on_without_him])
def test_t_ni_once_their_terms_are_over_it_is_as_if_there_had_never_been_a_case(
    theatre: Theatre, events: Events
) -> None:
    world = _world(RoleKind.MODERATOR)
    _end_yesterday(world.ben)

    (lines, mails), (seen, got) = (theatre.play(world, it) for it in (nothing, events))

    assert differences(lines, seen) == []
    assert mails == got


def test_t_ni_the_comparison_notices_a_card_and_a_term_that_goes_on(theatre: Theatre) -> None:
    world = _world(RoleKind.MODERATOR)
    lines, mails = theatre.play(world, nothing)

    for events in (asked, a_case_that_he_read):
        seen, got = theatre.play(world, events)
        assert "GET /m/" in differences(lines, seen)
        assert len(got) > len(mails)


def _end_yesterday(member: Member) -> None:
    for role in Role.objects.filter(member=member):
        end_role(role=role, on=NOW.date() - timedelta(days=1))
