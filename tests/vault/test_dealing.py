"""Whoever is shut out loses their card at once, and nobody else loses anything (S22, B2)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictAnswer, ConflictCard
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import answer, ask
from evenhand.vault.services.looking_in import look_in
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import CARD_BYTES, LONGEST_NAME, Question, Reply, Round
from tests.make import NOW
from tests.vault.teams import ROBIN, Mail, Team
from tests.vault.test_between import Meanwhile

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)


@pytest.fixture
def team() -> Team:
    """Ada reads; Ben must not learn of it; Dee, Eli and Fay know nothing."""
    return Team("Ada Ben Dee Eli Fay", excluded="Ben")


def kinds(team: Team) -> list[Kind]:
    return [entry.kind for entry in team.dossier().entries]


def test_a_card_is_gone_at_once_for_whoever_is_shut_out_and_all_rows_change(team: Team) -> None:
    team.ask()
    before = {card.id: bytes(card.sealed) for card in ConflictCard.objects.all()}

    exclude(team.sent.visit, team.called("Dee"), now=NOW)

    after = {card.id: bytes(card.sealed) for card in ConflictCard.objects.all()}
    assert before.keys() == after.keys()
    assert all(before[one] != after[one] for one in before)
    assert {len(sealed) for sealed in after.values()} == {len(s) for s in before.values()}
    assert team.who_has_a_card() == set()


def test_the_next_reader_deals_anew_to_those_still_to_be_asked_and_only_once(team: Team) -> None:
    team.ask()
    team.answer("Eli", Reply.CONFLICT)
    exclude(team.sent.visit, team.called("Dee"), now=NOW)
    between = {card.id: bytes(card.sealed) for card in ConflictCard.objects.all()}

    team.open()

    assert team.who_has_a_card() == {"Fay"}
    dealt = {card.id: bytes(card.sealed) for card in ConflictCard.objects.all()}
    assert all(between[one] != dealt[one] for one in between)
    assert kinds(team).count(Kind.DEALT) == 1
    team.open()
    assert kinds(team).count(Kind.DEALT) == 1
    assert not list(dossier_of(team.sent.visit).of_kind(Kind.DEALT))


def test_answers_that_were_given_before_are_not_lost(team: Team) -> None:
    team.ask()
    team.answer("Eli", Reply.NONE)
    exclude(team.sent.visit, team.called("Dee"), now=NOW)

    team.open()

    assert team.who_reads() == {"Ada", "Eli"}
    assert team.who_has_a_card() == {"Fay"}


def test_a_card_that_is_dealt_anew_is_the_same_card(team: Team) -> None:
    """Fay answers while it is being dealt: that is her answer, and she is not asked again."""
    team.ask()
    desk = team.desk("Fay")
    (card,) = cards_visible_to(desk, now=NOW)
    exclude(team.sent.visit, team.called("Dee"), now=NOW)
    with pytest.raises(NotVisible):
        answer(card.id, Reply.NONE, by=desk)
    team.open()
    assert [one.id for one in cards_visible_to(desk, now=NOW)] == [card.id]

    answer(card.id, Reply.NONE, by=desk)
    exclude(team.sent.visit, team.called("Eli"), now=NOW)
    ConflictAnswer.objects.update(sealed=b"")  # as if taken in by a reader who saw it earlier
    team.open()

    assert team.cards("Fay") == []


def test_whoever_is_shut_out_has_no_card_ever_again_whoever_deals(team: Team) -> None:
    team.ask()
    exclude(team.sent.visit, team.called("Dee"), now=NOW)
    team.open()
    exclude(team.sent.visit, team.called("Eli"), now=NOW)
    team.open()
    team.ask("Somebody else")

    assert team.who_has_a_card() == {"Fay"}


def test_it_holds_when_a_reader_steps_back_too() -> None:
    team = Team("Ada Ben Dee", readers="Ada Ben")
    team.ask()

    step_back(team.case_id, by=team.desk("Ben"), now=NOW)
    assert team.who_has_a_card() == set()

    team.open()
    assert team.who_has_a_card() == {"Dee"}


def test_those_who_go_on_reading_are_told_when_somebody_steps_back() -> None:
    team = Team("Ada Ben Dee", readers="Ada Ben Dee")
    mail = Mail(team)

    step_back(team.case_id, by=team.desk("Ben"), now=NOW)

    assert mail.to() == ["Ada", "Dee"]


def test_a_card_has_room_for_the_longest_name_in_any_script() -> None:
    round_ = Round(id=uuid4(), name="🦊" * LONGEST_NAME, key=ReadingKey.new())

    question = Question(
        name=round_.shown, to=round_.key.public, secret=bytes(32), may_be_soft=False, is_code=False
    )

    assert len(question.to_bytes()) == CARD_BYTES
    assert Question.from_bytes(question.to_bytes()) == question


@pytest.mark.parametrize("before", range(0, 33, 3))
def test_whoever_is_shut_out_while_cards_are_being_dealt_has_none(team: Team, before: int) -> None:
    def shut_out() -> None:
        exclude(team.sent.visit, team.called("Dee"), now=NOW)

    desk, meanwhile = team.desk("Ada"), Meanwhile(shut_out, before=before)
    with meanwhile.watching():
        ask(team.case_id, ROBIN, by=desk, now=NOW)
    if meanwhile.times:
        shut_out()  # it came too late

    assert team.cards("Dee") == []
    team.open()
    assert team.who_has_a_card() == {"Eli", "Fay"}


@pytest.mark.parametrize("before", range(30, 66, 3))
def test_nor_while_they_are_being_dealt_anew(team: Team, before: int) -> None:
    team.ask()
    exclude(team.sent.visit, team.called("Eli"), now=NOW)

    def shut_out() -> None:
        exclude(team.sent.visit, team.called("Dee"), now=NOW)

    desk, meanwhile = team.desk("Ada"), Meanwhile(shut_out, before=before)
    with meanwhile.watching():
        look_in(team.case_id, by=desk, now=NOW)
    if meanwhile.times:
        shut_out()

    assert team.cards("Dee") == []
    team.open()
    assert team.who_has_a_card() == {"Fay"}
