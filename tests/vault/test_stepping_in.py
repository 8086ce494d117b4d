"""When too many leads are kept out, somebody of the Board steps in while it lasts (S23)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.directory.models import RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import TooBusy
from evenhand.vault.models import ConflictCard, Slot
from evenhand.vault.queries.replacements import who_should_step_in, who_takes_over
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import ask_to_step_in, settle_unsure
from evenhand.vault.services.handling import close, reopen
from evenhand.vault.services.looking_in import look_in
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import say
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW
from tests.vault.teams import ROBIN, Mail
from tests.vault.teams import Team as AnyTeam
from tests.vault.test_between import Meanwhile

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

LEADS = ("Ben", "Dee", "Eli")
DONE = make.closing("We spoke with them.")


class Team(AnyTeam):
    """Ada, a responder, reads; Ben, Dee and Eli lead; Fay and Gus are the Board."""

    def __init__(self, kept_out: int = 3, *, doubtful: int = 0, readers: str = "Ada") -> None:
        out = LEADS[:kept_out]
        super().__init__(
            "Ada Ben Dee Eli Fay Gus Hal",
            readers=readers,
            excluded=" ".join(out),
            doubtful=" ".join(LEADS[kept_out:][:doubtful]),
        )
        for lead in LEADS:
            self.role(lead, RoleKind.LEAD)
        for member in ("Fay", "Gus"):
            self.role(member, RoleKind.BOARD)

    def proposed(self) -> list[str]:
        return [member.name for member in who_should_step_in(self.dossier(), now=NOW)]

    def ask_the_board(self) -> None:
        ask_to_step_in(self.case_id, ROBIN, by=self.desk("Ada"), now=NOW)

    def fay_stands_in(self) -> None:
        self.ask_the_board()
        self.answer("Fay")
        self.open()

    def close(self, by: str = "Ada") -> bool:
        return close(self.case_id, DONE, by=self.desk(by), now=NOW)


@pytest.fixture
def team() -> Team:
    return Team()


@pytest.mark.parametrize(
    ("kept_out", "doubtful", "proposed"),
    [(0, 0, []), (2, 0, []), (3, 0, ["Fay", "Gus"]), (2, 1, ["Fay", "Gus"])],
)
def test_the_board_is_named_once_more_than_two_leads_are_kept_out(
    kept_out: int, doubtful: int, proposed: list[str]
) -> None:
    assert Team(kept_out, doubtful=doubtful).proposed() == proposed


def test_how_many_is_the_policys_to_say() -> None:
    team = Team(2)
    team.policy("leads_kept_out_before_step_in", "1")

    assert team.proposed() == ["Fay", "Gus"]


def test_one_act_asks_exactly_these_and_the_cards_of_all_look_alike(team: Team) -> None:
    mail = Mail(team)

    team.ask_the_board()

    assert team.who_has_a_card() == {"Fay", "Gus"}
    assert mail.to() == ["Fay", "Gus"]
    cards = ConflictCard.objects.filter(case_id=team.case_id)
    assert {card.member_id for card in cards} == {one.id for one in team.members.values()}
    assert len({len(card.sealed) for card in cards}) == 1


def test_they_are_not_asked_again_while_they_are_waited_for(team: Team) -> None:
    team.ask_the_board()
    assert team.proposed() == []

    team.ask_the_board()

    assert len(list(team.dossier().of_kind(Kind.ASKED))) == 1


def test_when_nobody_is_proposed_nobody_is_asked() -> None:
    team = Team(2)

    team.ask_the_board()

    assert not ConflictCard.objects.exists()


def test_whoever_has_no_conflict_stands_in_and_both_sides_see_as_what(team: Team) -> None:
    team.fay_stands_in()

    assert team.who_reads() == {"Ada", "Fay"}
    for dossier in (team.dossier(), dossier_of(team.sent.visit)):
        assert team.named(dossier.access.stand_ins) == {"Fay"}
        assert [team.named(each.stands_in) for each in dossier.changes.values()] == [{"Fay"}]
    assert team.proposed() == []


def test_whoever_is_not_sure_stands_in_once_a_reader_has_talked_with_them(team: Team) -> None:
    team.ask_the_board()
    team.answer("Fay", Reply.UNSURE)
    team.open()

    fay = team.members["Fay"].id
    settle_unsure(team.case_id, fay, Reply.NONE, by=team.desk("Ada"), now=NOW)

    assert team.named(team.access().stand_ins) == {"Fay"}


def test_whoever_has_a_conflict_is_proposed_no_more_and_takes_nothing_over(team: Team) -> None:
    team.ask_the_board()
    team.answer("Fay", Reply.CONFLICT)
    dossier = team.open()

    assert team.proposed() == []  # Gus is still waited for
    assert [one.name for one in who_takes_over(dossier, now=NOW)] == ["Gus"]


def test_somebody_of_the_board_whom_a_round_of_all_asked_reads_for_good(team: Team) -> None:
    team.ask()
    team.answer("Fay")
    team.open()

    assert team.access().stand_ins == frozenset()
    team.close()
    assert team.who_reads() == {"Ada", "Fay"}


def test_a_question_of_all_and_one_to_the_board_are_one_card(team: Team) -> None:
    team.ask()
    team.ask_the_board()

    assert team.cards("Fay") == [ROBIN]


def test_closing_ends_it_in_the_same_act_and_excludes_nobody(team: Team) -> None:
    team.fay_stands_in()
    slots = {len(slot.sealed) for slot in Slot.objects.filter(case_id=team.case_id)}

    assert team.close()

    assert team.who_reads() == {"Ada"}
    dossier = dossier_of(team.sent.visit)
    assert dossier.is_whole
    assert team.named(dossier.access.excluded) == set(LEADS)
    assert [entry.kind for entry in dossier.entries[-3:]] == [
        Kind.MESSAGE,
        Kind.CLOSED,
        Kind.READERS,
    ]
    *_, change = dossier.changes.values()
    assert team.named(change.ended) == {"Fay"}
    newest = Slot.objects.filter(case_id=team.case_id).order_by("-epoch")
    assert {len(slot.sealed) for slot in newest[: len(team.members)]} == slots
    assert team.open().cover == dossier_of(team.sent.visit).cover


def test_whoever_stood_in_may_close_it_and_is_out_then(team: Team) -> None:
    team.fay_stands_in()

    assert not team.close("Fay")

    assert team.who_reads() == {"Ada"}
    assert dossier_of(team.sent.visit).is_whole


def test_closing_without_stand_ins_turns_nothing(team: Team) -> None:
    epoch = team.access().epoch

    assert team.close()

    assert team.access().epoch == epoch


def test_a_closed_case_takes_in_no_stand_in_and_proposes_none(team: Team) -> None:
    team.ask_the_board()
    team.answer("Fay")
    team.close()

    team.open()

    assert team.who_reads() == {"Ada"}
    assert team.proposed() == []
    reopen(team.case_id, by=team.desk("Ada"), now=NOW)
    team.open()
    assert team.who_reads() == {"Ada", "Fay"}


def test_after_reopening_whoever_stood_in_is_let_in_again_with_one_act_and_no_question(
    team: Team,
) -> None:
    team.fay_stands_in()
    team.close()
    reopen(team.case_id, by=team.desk("Ada"), now=NOW)
    team.open()
    assert team.who_reads() == {"Ada"}  # their old answer alone does not bring them back
    assert "Fay" in team.proposed()

    team.ask_the_board()

    assert team.who_reads() == {"Ada", "Fay"}
    assert team.cards("Fay") == []
    assert team.named(team.access().stand_ins) == {"Fay"}
    team.close()
    assert team.who_reads() == {"Ada"}


def test_where_only_stand_ins_are_left_closing_does_not_leave_the_case_alone(team: Team) -> None:
    team.fay_stands_in()
    step_back(team.case_id, by=team.desk("Ada"), now=NOW)

    assert team.close("Fay")

    assert team.who_reads() == {"Fay"}


def test_their_old_keys_open_nothing_once_a_reader_opens_the_case(team: Team) -> None:
    team.fay_stands_in()
    team.close()

    team.open(now=NOW + timedelta(minutes=5))

    epochs = set(Slot.objects.filter(case_id=team.case_id).values_list("epoch", flat=True))
    assert epochs == {team.access().epoch}


def test_closing_while_others_write_all_the_time_is_refused_and_changes_nothing(team: Team) -> None:
    team.fay_stands_in()
    desk, before = team.desk("Ada"), team.access()

    def write_something() -> None:
        say(team.sent.visit, Secret("One thing more."), now=NOW)

    meanwhile = Meanwhile(write_something, before=0, times=400)
    with meanwhile.watching(), pytest.raises(TooBusy):
        close(team.case_id, DONE, by=desk, now=NOW)

    assert team.access() == before
    assert not list(team.dossier().of_kind(Kind.CLOSED))


@pytest.mark.parametrize("before", range(0, 48, 4))
def test_whoever_steps_in_while_the_case_is_being_closed_loses_it_with_that(
    team: Team, before: int
) -> None:
    team.ask_the_board()
    team.answer("Fay")
    desk, other = team.desk("Ada"), team.desk("Ada")

    def let_in() -> None:
        look_in(team.case_id, by=other, now=NOW)

    meanwhile = Meanwhile(let_in, before=before)
    with meanwhile.watching():
        close(team.case_id, DONE, by=desk, now=NOW)

    assert team.who_reads() == {"Ada"}
    assert dossier_of(team.sent.visit).is_whole
