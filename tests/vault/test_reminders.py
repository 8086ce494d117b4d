"""Whoever keeps silent is reminded, and nobody is asked the same twice (B2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.vault.models import Entry
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import close, reopen
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.reporting import exclude
from evenhand.vault.values.asked import rounds_of
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW
from tests.vault.teams import ROBIN, Mail, Team

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)


@pytest.fixture
def team() -> Team:
    """Ada reads; Ben must not learn of it; Dee, Eli and Fay know nothing."""
    return Team("Ada Ben Dee Eli Fay", excluded="Ben")


def kinds(team: Team) -> list[Kind]:
    return [entry.kind for entry in team.dossier().entries]


def test_whoever_is_silent_is_reminded_when_a_reader_opens_the_case_and_nobody_else(
    team: Team,
) -> None:
    team.ask()
    team.answer("Dee", Reply.CONFLICT)
    mail = Mail(team)

    team.open(now=NOW + 2 * A_DAY)

    assert mail.to() == ["Eli", "Fay"]
    assert kinds(team)[-1] is Kind.REMINDED
    assert not list(dossier_of(team.sent.visit).of_kind(Kind.REMINDED))


@pytest.mark.parametrize(
    ("hours", "mails"), [([47], 0), ([48], 1), ([48, 95], 1), ([48, 96], 2), ([48, 49, 50, 96], 2)]
)
def test_there_is_at_most_one_reminder_in_so_many_days(
    team: Team, hours: list[int], mails: int
) -> None:
    team.ask()
    mail = Mail(team)

    for hour in hours:
        team.open(now=NOW + timedelta(hours=hour))

    assert mail.to().count("Eli") == mails
    assert kinds(team).count(Kind.REMINDED) == mails


def test_how_many_days_is_the_policys_to_say(team: Team) -> None:
    team.policy("remind_after_days", "5")
    team.ask()
    mail = Mail(team)

    team.open(now=NOW + 4 * A_DAY)
    assert mail.to() == []

    team.open(now=NOW + 5 * A_DAY)
    assert mail.to() == ["Dee", "Eli", "Fay"]


def test_nobody_is_reminded_who_was_shut_out_or_left_meanwhile(team: Team) -> None:
    team.ask()
    exclude(team.sent.visit, team.called("Dee"), now=NOW)
    leave_everything(team.members["Eli"], now=NOW)
    later = NOW + 2 * A_DAY
    mail = Mail(team)

    team.open(now=later)

    assert mail.to() == ["Fay"]


def test_nobody_is_reminded_of_a_closed_case_or_of_a_card_that_has_run_out(team: Team) -> None:
    team.ask()
    close(team.case_id, make.closing(""), by=team.desk("Ada"), now=NOW)
    mail = Mail(team)
    team.open(now=NOW + 2 * A_DAY)
    reopen(team.case_id, by=team.desk("Ada"), now=NOW)

    team.open(now=NOW + 61 * A_DAY)

    assert mail.to() == []


def test_nobody_is_asked_the_same_twice(team: Team) -> None:
    assert team.ask() == 3
    team.answer("Dee", Reply.UNSURE)
    team.open()

    assert team.ask(f"  {ROBIN.upper()} ") == 0
    assert (team.cards("Dee"), team.cards("Eli")) == ([], [ROBIN])


def test_whoever_never_answered_may_be_asked_again_once_their_card_has_run_out(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.UNSURE)
    team.open()

    assert team.ask(now=NOW + 61 * A_DAY) == 2


def test_the_size_of_a_question_does_not_tell_how_many_are_asked(team: Team) -> None:
    team.ask()
    team.ask("Somebody else")
    exclude(team.sent.visit, team.called("Dee Eli"), now=NOW)
    team.ask("A third")

    positions = [entry.position for entry in team.dossier().of_kind(Kind.ASKED)]
    rows = Entry.objects.filter(case_id=team.case_id, position__in=positions)
    assert len({len(row.sealed) for row in rows}) == 1
    assert [len(each.asked) for each in rounds_of(team.dossier()).values()] == [3, 3, 1]
