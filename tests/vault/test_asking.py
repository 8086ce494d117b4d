"""The conflict round: only a name, no reason, and silence is no access (S16, B2)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from evenhand.accounts.values import SignedIn
from evenhand.notices.models import Notice
from evenhand.sealing.places import Purpose
from evenhand.sealing.wrapping import wrap
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ConflictAnswer, ConflictCard
from evenhand.vault.places import place
from evenhand.vault.queries.cards import card_of, cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import answer, ask, settle_unsure, take_in_answers
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude
from evenhand.vault.values.asked import answers_in
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import CARD_BYTES, Answered, Reply
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


class Team:
    """Ada reads the case; Ben must not learn of it; Fay may be meant; Dee and Eli know nothing."""

    def __init__(self) -> None:
        society = make.organisation()
        names = ("Ada", "Ben", "Dee", "Eli", "Fay")
        self.members = {name: make.member(society, name) for name in names}
        self.desks = {name: make.signed_in(member) for name, member in self.members.items()}
        ada, ben, fay = (self.members[name] for name in ("Ada", "Ben", "Fay"))
        self.sent = make.case([ada], excluded=[ben], doubtful=[fay])
        self.case_id = self.sent.visit.case_id

    def ask(self, name: str = "Robin Larkspur") -> int:
        return ask(self.case_id, name, by=self.desks["Ada"], now=make.NOW)

    def names_on_cards(self, name: str) -> list[str]:
        return [card.name for card in cards_visible_to(self.desks[name], now=make.NOW)]

    def answer(self, name: str, reply: Reply) -> None:
        (card,) = cards_visible_to(self.desks[name], now=make.NOW)
        answer(card.id, reply, by=self.desks[name])

    def take_in(self) -> None:
        ada = self.desks["Ada"]
        take_in_answers(case_visible_to(ada, self.case_id), by=ada, now=make.NOW)

    def may_read(self, desk: SignedIn) -> bool:
        try:
            return case_visible_to(desk, self.case_id).dossier.is_whole
        except NotVisible:
            return False


@pytest.fixture
def team() -> Team:
    return Team()


def test_everybody_is_asked_but_whoever_must_not_learn_of_it(team: Team) -> None:
    assert team.ask() == 2

    asked = {name: team.names_on_cards(name) for name in team.members}
    assert asked == {
        "Ada": [],
        "Ben": [],
        "Dee": ["Robin Larkspur"],
        "Eli": ["Robin Larkspur"],
        "Fay": [],
    }


def test_the_cards_in_the_database_do_not_tell_who_is_asked(team: Team) -> None:
    team.ask("Ж" * 400)

    cards = ConflictCard.objects.filter(case_id=team.case_id)
    assert cards.count() == len(team.members)
    assert {len(card.sealed) for card in cards} == {CARD_BYTES + 49}
    assert team.names_on_cards("Dee") == ["Ж" * 200]


def test_no_conflict_lets_a_member_in_from_the_first_word(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.NONE)
    assert not team.may_read(team.desks["Dee"])

    team.take_in()

    assert team.may_read(team.desks["Dee"])
    assert not team.may_read(team.desks["Eli"])
    readers = [member.name for member in dossier_of(team.sent.visit).readers_now]
    assert readers == ["Ada", "Dee"]


@pytest.mark.parametrize("reply", [Reply.CONFLICT, Reply.UNSURE])
def test_a_conflict_and_a_doubt_let_nobody_in(team: Team, reply: Reply) -> None:
    team.ask()
    team.answer("Dee", reply)

    team.take_in()

    assert not team.may_read(team.desks["Dee"])
    assert team.names_on_cards("Dee") == []


def test_whoever_has_a_conflict_is_not_asked_again_and_whoever_was_silent_is(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.CONFLICT)
    team.take_in()

    assert team.ask("Robin L.") == 1

    assert team.names_on_cards("Dee") == []
    assert team.names_on_cards("Eli") == ["Robin L.", "Robin Larkspur"]


@pytest.mark.parametrize(("reply", "may_read"), [(Reply.NONE, True), (Reply.CONFLICT, False)])
def test_a_reader_settles_what_somebody_was_not_sure_of(
    team: Team, reply: Reply, *, may_read: bool
) -> None:
    team.ask()
    team.answer("Dee", Reply.UNSURE)
    team.take_in()
    ada, dee = team.desks["Ada"], team.members["Dee"]

    settle_unsure(team.case_id, dee.id, reply, by=ada, now=make.NOW)

    assert team.may_read(team.desks["Dee"]) is may_read
    with pytest.raises(NotVisible):
        settle_unsure(team.case_id, dee.id, reply, by=ada, now=make.NOW)


def test_nobody_settles_for_somebody_who_said_nothing(team: Team) -> None:
    team.ask()

    with pytest.raises(NotVisible):
        settle_unsure(
            team.case_id, team.members["Eli"].id, Reply.NONE, by=team.desks["Ada"], now=make.NOW
        )


def test_a_card_is_answered_once_and_by_its_member_only(team: Team) -> None:
    team.ask()
    (card,) = cards_visible_to(team.desks["Dee"], now=make.NOW)
    for name in ("Ada", "Ben", "Eli", "Fay"):
        with pytest.raises(NotVisible):
            answer(card.id, Reply.NONE, by=team.desks[name])

    answer(card.id, Reply.CONFLICT, by=team.desks["Dee"])

    with pytest.raises(NotVisible):
        answer(card.id, Reply.NONE, by=team.desks["Dee"])


def test_a_dummy_card_is_no_card(team: Team) -> None:
    team.ask()

    for name in ("Ben", "Fay"):
        dummy = ConflictCard.objects.get(member=team.members[name])
        with pytest.raises(NotVisible):
            answer(dummy.id, Reply.NONE, by=team.desks[name])


def test_somebody_shut_out_after_they_answered_is_not_let_in(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.NONE)
    exclude(team.sent.visit, [team.members["Dee"]], now=make.NOW)

    team.take_in()

    assert not team.may_read(team.desks["Dee"])


def test_somebody_who_stepped_back_is_not_let_in_again(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.NONE)
    team.take_in()

    step_back(team.case_id, by=team.desks["Dee"], now=make.NOW)
    team.take_in()

    assert not team.may_read(make.signed_in(team.members["Dee"]))


def test_late_discovery_is_another_round(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.NONE)
    team.take_in()

    assert team.ask("Somebody else") == 1
    assert team.names_on_cards("Dee") == []


def test_old_cards_are_not_shown_for_ever(team: Team) -> None:
    team.ask()

    later = make.NOW.replace(year=make.NOW.year + 1)
    assert cards_visible_to(team.desks["Dee"], now=later) == []


def test_those_who_are_asked_are_told_to_look_and_nobody_else(team: Team) -> None:
    before = Notice.objects.count()

    team.ask()

    assert Notice.objects.count() == before + 1


def test_the_reporter_does_not_see_the_round(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.CONFLICT)
    team.take_in()

    dossier = dossier_of(team.sent.visit)
    assert dossier.is_whole
    assert not list(dossier.of_kind(Kind.ASKED, Kind.ANSWERED))


def test_t_swap_an_answer_counts_in_its_own_round_only(team: Team) -> None:
    team.ask()
    team.answer("Dee", Reply.NONE)
    own = ConflictAnswer.objects.get().round_id
    team.ask("Somebody else")
    other = ConflictCard.objects.exclude(round_id=own).values_list("round_id", flat=True)[0]
    ConflictAnswer.objects.update(round_id=other)

    team.take_in()

    assert not team.may_read(team.desks["Dee"])


@pytest.mark.parametrize("change", [lambda raw: raw[:-1] + b"!", lambda raw: raw[: len(raw) // 2]])
def test_t_swap_a_changed_card_or_answer_is_silence(
    team: Team, change: Callable[[bytes], bytes]
) -> None:
    team.ask()
    elis = ConflictCard.objects.get(member=team.members["Eli"])
    ConflictCard.objects.filter(pk=elis.pk).update(sealed=change(bytes(elis.sealed)))
    assert team.names_on_cards("Eli") == []
    team.answer("Dee", Reply.NONE)
    given = ConflictAnswer.objects.get()
    ConflictAnswer.objects.update(sealed=change(bytes(given.sealed)))

    team.take_in()

    assert not team.may_read(team.desks["Dee"])
    assert case_visible_to(team.desks["Ada"], team.case_id).dossier.is_whole


def test_t_swap_a_card_of_somebody_else_is_no_card(team: Team) -> None:
    team.ask()
    dees = ConflictCard.objects.get(member=team.members["Dee"])

    ConflictCard.objects.filter(member=team.members["Ben"]).update(sealed=bytes(dees.sealed))

    assert team.names_on_cards("Ben") == []


@pytest.mark.parametrize("whose", ["Dee", "nobody"])
def test_t_sig_an_answer_in_the_name_of_somebody_else_lets_nobody_in(
    team: Team, whose: str
) -> None:
    """Eli, who was asked too, answers for somebody else."""
    team.ask()
    eli = team.desks["Eli"]
    (shown,) = cards_visible_to(eli, now=make.NOW)
    card, question = card_of(shown.id, eli)
    member_id = team.members[whose].id if whose in team.members else uuid4()
    told = Answered(round_id=card.round_id, member_id=member_id, reply=Reply.NONE)
    where = place(Purpose.ANSWER_SIGNATURE, card.round_id, member_id)
    signed = eli.keys.signing.sign(told.to_bytes(), place=where) + told.to_bytes()
    sealed = wrap(signed, to=question.to, place=place(Purpose.ANSWER, card.round_id))
    ConflictAnswer.objects.create(
        id=uuid4(), case_id=team.case_id, round_id=card.round_id, sealed=sealed
    )

    team.take_in()

    assert not team.may_read(team.desks["Dee"])
    assert not answers_in(case_visible_to(team.desks["Ada"], team.case_id).dossier)
