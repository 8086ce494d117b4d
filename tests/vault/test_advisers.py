"""Advisers and alternates see single cases, into which a reader has let them (B15)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.directory.models import RoleKind
from evenhand.vault.errors import NobodyLeft, NobodyToTakeOver, NotVisible
from evenhand.vault.queries.replacements import advisers_for
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import ask_adviser
from evenhand.vault.services.handling import close
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW
from tests.vault.teams import ROBIN, Team
from tests.vault.test_stepping_in import DONE

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@pytest.fixture
def team() -> Team:
    """Ada reads; Ben, kept out, and Fay advise, Gus is an alternate; Dee responds."""
    team = Team("Ada Ben Dee Fay Gus", excluded="Ben")
    for name, kind in (
        ("Ben", RoleKind.ADVISER),
        ("Dee", RoleKind.RESPONDER),
        ("Fay", RoleKind.ADVISER),
        ("Gus", RoleKind.ALTERNATE),
    ):
        team.role(name, kind)
    return team


def ask(team: Team, name: str) -> None:
    ask_adviser(team.case_id, team.members[name].id, ROBIN, by=team.desk("Ada"), now=NOW)


def offered(team: Team) -> list[str]:
    return [member.name for member in advisers_for(team.dossier(), now=NOW)]


def test_a_round_of_all_asks_no_adviser(team: Team) -> None:
    assert team.ask() == 1

    assert team.who_has_a_card() == {"Dee"}


def test_one_act_asks_one_adviser_and_nobody_who_must_not_learn_of_it_is_offered(
    team: Team,
) -> None:
    assert offered(team) == ["Fay", "Gus"]

    ask(team, "Fay")

    assert team.who_has_a_card() == {"Fay"}
    assert team.who_reads() == {"Ada"}
    assert offered(team) == ["Gus"]  # Fay is waited for


def test_with_no_conflict_they_read_it_and_both_sides_see_that_they_advise(team: Team) -> None:
    ask(team, "Gus")
    team.answer("Gus")
    team.open()

    assert team.who_reads() == {"Ada", "Gus"}
    for dossier in (team.dossier(), dossier_of(team.sent.visit)):
        assert team.named(dossier.access.advisers) == {"Gus"}
        assert [team.named(each.advises) for each in dossier.changes.values()] == [{"Gus"}]


def test_they_stay_when_the_case_is_closed(team: Team) -> None:
    ask(team, "Gus")
    team.answer("Gus")
    team.open()

    close(team.case_id, DONE, by=team.desk("Ada"), now=NOW)

    assert team.who_reads() == {"Ada", "Gus"}


@pytest.mark.parametrize("reply", [Reply.CONFLICT, Reply.UNSURE])
def test_with_another_answer_they_do_not(team: Team, reply: Reply) -> None:
    ask(team, "Fay")
    team.answer("Fay", reply)
    team.open()

    assert team.who_reads() == {"Ada"}


@pytest.mark.parametrize("name", ["Ben", "Dee", "nobody"])
def test_nobody_else_is_let_in_as_an_adviser(team: Team, name: str) -> None:
    member_id = team.members[name].id if name in team.members else uuid4()

    with pytest.raises(NotVisible):
        ask_adviser(team.case_id, member_id, ROBIN, by=team.desk("Ada"), now=NOW)

    assert team.who_has_a_card() == set()


def test_an_adviser_of_another_organisation_is_none_here(team: Team) -> None:
    stranger = make.member(make.organisation("Meadow Circle"), "Cay")
    make.role(stranger, RoleKind.ADVISER)

    with pytest.raises(NotVisible):
        ask_adviser(team.case_id, stranger.id, ROBIN, by=team.desk("Ada"), now=NOW)


def test_whoever_also_responds_is_asked_as_everybody_and_is_no_adviser(team: Team) -> None:
    team.role("Fay", RoleKind.RESPONDER)

    team.ask()
    team.answer("Fay")
    team.open()

    assert team.who_reads() == {"Ada", "Fay"}
    assert team.access().advisers == frozenset()


def test_no_case_is_left_to_an_adviser_alone(team: Team) -> None:
    ask(team, "Fay")
    team.answer("Fay")
    team.open()

    with pytest.raises(NobodyToTakeOver):
        step_back(team.case_id, by=team.desk("Ada"), now=NOW)
    with pytest.raises(NobodyLeft):
        exclude(team.sent.visit, team.called("Ada"), now=NOW)

    assert team.who_reads() == {"Ada", "Fay"}


def test_whoever_said_before_that_they_have_no_conflict_is_let_in_at_once() -> None:
    team = Team("Ada Fay")
    team.ask()
    team.answer("Fay")  # as a responder; then they became an adviser
    team.role("Fay", RoleKind.ADVISER)
    later = NOW + timedelta(days=1)

    team.open(now=later)

    assert team.who_reads(now=later) == {"Ada", "Fay"}
    assert team.named(team.access(now=later).advisers) == {"Fay"}


def test_an_adviser_who_opens_it_drops_nobody_whose_term_is_over(
    team: Team, clock: time_machine.Traveller
) -> None:
    """Else nobody but the adviser would be left, and a new term would bring nobody back."""
    ask(team, "Fay")
    team.answer("Fay")
    team.open()
    team.end(team.role("Ada", RoleKind.LEAD))
    tomorrow = NOW + timedelta(days=1)
    clock.move_to(tomorrow)

    team.open("Fay", now=tomorrow)

    assert team.named(team.access("Fay", now=tomorrow).readers) == {"Ada", "Fay"}
