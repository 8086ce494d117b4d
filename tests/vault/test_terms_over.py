"""Whoever has no role any more sees no case, and nothing is destroyed by the calendar (B15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.directory.models import RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import KeptOut, NotVisible
from evenhand.vault.models import Case
from evenhand.vault.queries.cards import card_of, cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.asking import let_back_in
from evenhand.vault.services.handling import reply
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.reporting import exclude, say
from evenhand.vault.values.rounds import Reply
from tests.make import NOW
from tests.vault.teams import Mail, Team

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)
TOMORROW = NOW + A_DAY
AFTERWARDS = NOW + 2 * A_DAY


@pytest.fixture
def team() -> Team:
    """Ada and Ben read; Ben's only term ends today. Dee and Eli know nothing."""
    team = Team("Ada Ben Dee Eli", readers="Ada Ben")
    team.end(team.role("Ben", RoleKind.RESPONDER))
    return team


def test_until_its_last_day_a_term_opens_cases_and_from_the_next_on_none(
    team: Team, clock: time_machine.Traveller
) -> None:
    assert team.who_reads() == {"Ada", "Ben"}

    clock.move_to(TOMORROW)

    assert team.who_reads(now=TOMORROW) == {"Ada"}


def test_a_session_that_goes_on_over_midnight_shows_nothing_of_what_it_saw(
    team: Team, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW.replace(hour=23, minute=59))
    desk = team.desk("Ben", now=NOW.replace(hour=23, minute=59))
    assert len(covers_visible_to(desk)) == 1

    clock.move_to(TOMORROW.replace(hour=0, minute=1))
    assert covers_visible_to(desk) == []
    with pytest.raises(NotVisible):
        case_visible_to(desk, team.case_id)

    team.renew("Ben")
    clock.move_to(AFTERWARDS.replace(hour=0, minute=1))
    assert len(covers_visible_to(desk)) == 1


def test_a_new_term_brings_back_what_nobody_went_on_with(
    team: Team, clock: time_machine.Traveller
) -> None:
    clock.move_to(TOMORROW)
    say(team.sent.visit, Secret("Are you there?"), now=TOMORROW)  # this turns nothing
    assert Case.objects.get().epoch == 1

    team.renew("Ben")
    clock.move_to(AFTERWARDS)

    assert team.who_reads(now=AFTERWARDS) == {"Ada", "Ben"}


@pytest.mark.parametrize("act", ["open", "reply"])
def test_with_the_next_act_of_another_reader_the_case_goes_on_without_them(
    team: Team, clock: time_machine.Traveller, act: str
) -> None:
    clock.move_to(TOMORROW)
    if act == "open":
        team.open(now=TOMORROW)
    else:
        desk = team.desk("Ada", now=TOMORROW)
        reply(team.case_id, Secret("We read it."), by=desk, now=TOMORROW)

    access = team.access(now=TOMORROW)
    assert (team.named(access.readers), team.named(access.left)) == ({"Ada"}, {"Ben"})
    assert access.excluded == frozenset()
    team.renew("Ben")
    clock.move_to(AFTERWARDS)
    assert team.who_reads(now=AFTERWARDS) == {"Ada"}
    assert dossier_of(team.sent.visit).is_whole  # it stays true, whatever their terms are later


def test_whoever_has_a_new_term_reads_again_once_a_reader_lets_them_in(
    team: Team, clock: time_machine.Traveller
) -> None:
    clock.move_to(TOMORROW)
    team.open(now=TOMORROW)
    ada = team.desk("Ada", now=TOMORROW)
    let_back_in(team.case_id, team.members["Ben"].id, by=ada, now=TOMORROW)  # not yet: no term
    assert team.who_reads(now=TOMORROW) == {"Ada"}
    team.renew("Ben")
    clock.move_to(AFTERWARDS)

    let_back_in(team.case_id, team.members["Dee"].id, by=ada, now=AFTERWARDS)  # never read it
    let_back_in(team.case_id, team.members["Ben"].id, by=ada, now=AFTERWARDS)

    assert team.who_reads(now=AFTERWARDS) == {"Ada", "Ben"}
    assert team.access(now=AFTERWARDS).left == frozenset()
    assert dossier_of(team.sent.visit).is_whole


def test_whoever_came_back_and_then_left_the_organisation_breaks_nothing(
    team: Team, clock: time_machine.Traveller
) -> None:
    clock.move_to(TOMORROW)
    team.open(now=TOMORROW)
    team.renew("Ben")
    clock.move_to(AFTERWARDS)
    ada, ben = team.desk("Ada", now=AFTERWARDS), team.members["Ben"]
    let_back_in(team.case_id, ben.id, by=ada, now=AFTERWARDS)

    leave_everything(ben, now=AFTERWARDS)
    team.open(now=AFTERWARDS)

    assert dossier_of(team.sent.visit).is_whole
    let_back_in(team.case_id, ben.id, by=ada, now=AFTERWARDS)
    assert team.named(team.access(now=AFTERWARDS).readers) == {"Ada"}


def test_whoever_was_shut_out_meanwhile_does_not_come_back_with_a_new_term(
    team: Team, clock: time_machine.Traveller
) -> None:
    clock.move_to(TOMORROW)
    team.open(now=TOMORROW)
    exclude(team.sent.visit, team.called("Ben"), now=TOMORROW)
    team.renew("Ben")
    clock.move_to(AFTERWARDS)

    ada = team.desk("Ada", now=AFTERWARDS)
    let_back_in(team.case_id, team.members["Ben"].id, by=ada, now=AFTERWARDS)

    assert team.who_reads(now=AFTERWARDS) == {"Ada"}


def test_the_calendar_alone_leaves_no_case_without_a_reader(clock: time_machine.Traveller) -> None:
    team = Team("Ada Ben", readers="Ada Ben")
    for name in ("Ada", "Ben"):
        team.end(team.role(name, RoleKind.RESPONDER))
    clock.move_to(TOMORROW)

    say(team.sent.visit, Secret("Are you there?"), now=TOMORROW)

    assert team.who_reads(now=TOMORROW) == set()
    assert team.named(dossier_of(team.sent.visit).access.readers) == {"Ada", "Ben"}
    team.renew("Ada")
    clock.move_to(AFTERWARDS)
    assert team.who_reads(now=AFTERWARDS) == {"Ada"}


def test_the_reporter_may_keep_out_somebody_whose_term_is_over_even_the_last_reader(
    clock: time_machine.Traveller,
) -> None:
    team = Team("Ada Ben", readers="Ada Ben")
    for name in ("Ada", "Ben"):
        team.end(team.role(name, RoleKind.RESPONDER))
    clock.move_to(TOMORROW)

    exclude(team.sent.visit, team.called("Ben"), now=TOMORROW)

    assert team.named(dossier_of(team.sent.visit).access.excluded) == {"Ben"}


def test_they_get_no_notices_and_no_cards_and_answer_none(
    team: Team, clock: time_machine.Traveller
) -> None:
    team.end(team.role("Dee", RoleKind.RESPONDER))
    team.ask()
    (card,) = cards_visible_to(team.desk("Dee"), now=NOW)
    clock.move_to(TOMORROW)
    mail = Mail(team)

    say(team.sent.visit, Secret("Are you there?"), now=TOMORROW)
    assert mail.to() == ["Ada"]
    assert team.who_has_a_card(now=TOMORROW) == {"Eli"}
    with pytest.raises(NotVisible):
        card_of(card.id, team.desk("Dee", now=TOMORROW))
    team.ask("Somebody else", now=TOMORROW)
    assert team.who_has_a_card(now=TOMORROW) == {"Eli"}

    team.renew("Dee")
    clock.move_to(AFTERWARDS)
    assert team.cards("Dee", now=AFTERWARDS) == ["Robin Larkspur"]


def test_an_answer_waits_while_there_is_no_term(team: Team, clock: time_machine.Traveller) -> None:
    team.end(team.role("Dee", RoleKind.RESPONDER))
    team.ask()
    team.answer("Dee", Reply.NONE)
    clock.move_to(TOMORROW)

    team.open(now=TOMORROW)
    assert team.who_reads(now=TOMORROW) == {"Ada"}

    team.renew("Dee")
    clock.move_to(AFTERWARDS)
    team.open(now=AFTERWARDS)
    assert team.who_reads(now=AFTERWARDS) == {"Ada", "Dee"}


def test_nobody_lets_in_somebody_without_a_term(team: Team, clock: time_machine.Traveller) -> None:
    team.end(team.role("Dee", RoleKind.RESPONDER))
    clock.move_to(TOMORROW)
    ada = team.desk("Ada", now=TOMORROW)
    case = case_visible_to(ada, team.case_id)

    with pytest.raises(KeptOut):
        admit(case, team.called("Dee"), by=ada, now=TOMORROW)
