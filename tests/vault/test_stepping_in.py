"""When too many leads are kept out, somebody of the Board is asked to step in (S23)."""

from __future__ import annotations

import pytest

from evenhand.directory.models import RoleKind
from evenhand.directory.services import set_policy
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.replacements import who_should_step_in
from evenhand.vault.services.asking import answer, ask, take_in_answers
from evenhand.vault.values.rounds import Reply
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

LEADS = ("Ben", "Dee", "Eli")


class Team:
    """Ada, a responder, reads; Ben, Dee and Eli lead; Fay and Gus are of the Board."""

    def __init__(self, kept_out: int, *, doubtful: int = 0) -> None:
        self.society = make.organisation()
        self.ada = make.member(self.society)
        leads = [make.member(self.society, name) for name in LEADS]
        self.board = [make.member(self.society, name) for name in ("Fay", "Gus")]
        for lead in leads:
            make.role(lead, RoleKind.LEAD)
        for member in self.board:
            make.role(member, RoleKind.BOARD)
        out = leads[:kept_out]
        sent = make.case([self.ada], excluded=out, doubtful=leads[kept_out:][:doubtful])
        self.case_id = sent.visit.case_id
        self.desk = make.signed_in(self.ada)

    def proposed(self) -> list[str]:
        dossier = case_visible_to(self.desk, self.case_id).dossier
        return [member.name for member in who_should_step_in(dossier, now=make.NOW)]


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
    set_policy(
        organisation=team.society,
        name="leads_kept_out_before_step_in",
        value="1",
        effective_on=make.NOW.date(),
    )

    assert team.proposed() == ["Fay", "Gus"]


def test_whoever_accepts_reads_and_nobody_else_is_proposed() -> None:
    team = Team(3)
    ask(team.case_id, "Robin", by=team.desk, now=make.NOW)
    fay = make.signed_in(team.board[0])
    (card,) = cards_visible_to(fay, now=make.NOW)

    answer(card.id, Reply.NONE, by=fay)
    take_in_answers(case_visible_to(team.desk, team.case_id), by=team.desk, now=make.NOW)

    assert case_visible_to(fay, team.case_id).dossier.is_whole
    assert team.proposed() == []
