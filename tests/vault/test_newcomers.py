"""Newcomers and old cases, conflicts that are hard or soft (B2, B15)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictCard
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.services.asking import answer, settle_unsure
from evenhand.vault.services.dummies import give_dummy_slots
from evenhand.vault.services.reporting import exclude
from evenhand.vault.values.asked import rounds_of, soft_conflicts
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import Reply
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


def test_unless_the_policy_says_so_nobody_may_answer_that_they_know_them_a_little(
    team: Team,
) -> None:
    team.ask()
    (card,) = cards_visible_to(team.desk("Dee"), now=NOW)

    assert not card.may_be_soft
    with pytest.raises(NotVisible):
        answer(card.id, Reply.SOFT, by=team.desk("Dee"))


@pytest.mark.parametrize(("reply", "may_read"), [(Reply.NONE, True), (Reply.CONFLICT, False)])
def test_a_soft_conflict_waits_for_the_readers_and_stays_on_record(
    team: Team, reply: Reply, *, may_read: bool
) -> None:
    team.policy("conflict_answers", "hard and soft")
    team.ask()
    (card,) = cards_visible_to(team.desk("Dee"), now=NOW)
    assert card.may_be_soft
    team.answer("Dee", Reply.SOFT)
    team.open()
    assert team.who_reads() == {"Ada"}

    dee = team.members["Dee"].id
    settle_unsure(team.case_id, dee, reply, by=team.desk("Ada"), now=NOW)

    assert ("Dee" in team.who_reads()) is may_read
    assert team.named(soft_conflicts(team.dossier())) == ({"Dee"} if may_read else set())


def newcomer(team: Team, name: str = "Gil") -> None:
    give_dummy_slots(team.join(name))


def test_old_cases_stay_shut_to_newcomers_unless_the_policy_says_otherwise(team: Team) -> None:
    team.ask()
    newcomer(team)

    team.open()

    assert team.cards("Gil") == []


def test_newcomers_are_asked_with_the_names_once_a_reader_opens_the_case_and_nobody_else_is(
    team: Team,
) -> None:
    team.policy("newcomers_are_asked", "names")
    team.ask()
    team.ask("Somebody else")
    newcomer(team)
    before = {name: team.cards(name) for name in ["Ada", "Ben", "Dee", "Eli", "Fay"]}
    mail = Mail(team)

    team.open()

    assert team.cards("Gil") == [f"{ROBIN} / Somebody else"]
    assert {name: team.cards(name) for name in before} == before
    assert mail.to() == ["Gil"]
    cards = ConflictCard.objects.filter(member=team.members["Ben"])
    assert len(cards) == 3  # a dummy in this round as in the others
    team.answer("Gil")
    team.open()
    assert team.who_reads() == {"Ada", "Gil"}


def test_a_newcomer_is_asked_once_whatever_they_do(team: Team) -> None:
    team.policy("newcomers_are_asked", "names")
    team.ask()
    newcomer(team)
    team.open()
    team.open()
    assert len(team.cards("Gil")) == 1
    assert team.ask() == 0

    team.open(now=NOW + 70 * A_DAY)

    assert team.cards("Gil", now=NOW + 70 * A_DAY) == []


def test_with_code_names_the_card_shows_words_that_stay_and_say_nothing(team: Team) -> None:
    team.policy("newcomers_are_asked", "code names")
    team.ask()
    assert team.cards("Dee") == [ROBIN]
    for name in ("Gil", "Hal"):
        newcomer(team, name)
        team.open()

    (code,) = team.cards("Gil")
    assert team.cards("Hal") == [code]
    assert len(code.split()) == 2
    assert code == next(iter(rounds_of(team.dossier()).values())).code
    assert not set(code.casefold().split()) & set(ROBIN.casefold().split())


def test_a_newcomer_who_is_kept_out_is_not_asked(team: Team) -> None:
    team.policy("newcomers_are_asked", "names")
    team.ask()
    newcomer(team)
    exclude(team.sent.visit, team.called("Gil"), now=NOW)

    team.open()

    assert team.cards("Gil") == []


def test_more_names_than_a_card_has_room_for_are_left_to_the_readers(team: Team) -> None:
    team.policy("newcomers_are_asked", "names")
    team.ask("R" * 150)
    team.ask("S" * 150)
    newcomer(team)

    team.open()

    assert team.cards("Gil") == []


def test_a_case_without_rounds_is_left_alone_when_it_is_opened() -> None:
    team = Team("Ada Ben")
    team.policy("newcomers_are_asked", "names")
    newcomer(team)

    team.open()

    assert not ConflictCard.objects.exists()
