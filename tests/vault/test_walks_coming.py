"""However members are asked, let in, shut out and dropped: only those read who may (S16, S22, S23).

Random walks through the real services. What must hold is looked at from all sides after each step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.directory.models import RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NobodyLeft, NobodyToTakeOver, NotVisible
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.replacements import advisers_for, who_may_come_back
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.asking import (
    answer,
    ask_adviser,
    ask_to_step_in,
    let_back_in,
    settle_unsure,
)
from evenhand.vault.services.handling import close, reopen
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude, say
from evenhand.vault.values.asked import members_who_said
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.make import NOW
from tests.sizes import size
from tests.vault.teams import ROBIN, Team

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)


class Walk:
    """A case on its way, who has answered what, and when it is."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.team = Team("Ada Ben Dee Eli Fay Gus Hal", readers="Ada Hal", excluded="Ben Dee")
        self.clock = clock
        self.now: datetime = NOW
        self.free = {"Ada", "Hal"}  # first readers, and whoever said that they have no conflict
        self.out = {"Ben", "Dee"}
        self.has_just_closed = False
        for name in ("Ben", "Dee", "Eli"):
            self.team.role(name, RoleKind.LEAD)
        self.team.role("Fay", RoleKind.BOARD)
        self.team.role("Gus", RoleKind.ADVISER)
        self.team.policy("leads_kept_out_before_step_in", "1")
        self.team.end(self.team.role("Hal", RoleKind.RESPONDER))

    @property
    def readers(self) -> list[str]:
        return sorted(self.team.who_reads(now=self.now))

    def desk_of(self, number: int) -> str:
        readers = self.readers
        return readers[number % len(readers)] if readers else ""


Act = Callable[[Walk, str, int], None]


def _open(walk: Walk, by: str, _n: int) -> None:
    walk.team.open(by, now=walk.now)


def _ask_board(walk: Walk, by: str, _n: int) -> None:
    desk = walk.team.desk(by, now=walk.now)
    ask_to_step_in(walk.team.case_id, ROBIN, by=desk, now=walk.now)


def _ask_adviser(walk: Walk, by: str, _n: int) -> None:
    desk = walk.team.desk(by, now=walk.now)
    for one in advisers_for(walk.team.dossier(by, now=walk.now), now=walk.now):
        ask_adviser(walk.team.case_id, one.id, ROBIN, by=desk, now=walk.now)


def _ask_all(walk: Walk, by: str, _n: int) -> None:
    walk.team.ask_by(by, now=walk.now)


def _answer(walk: Walk, _by: str, n: int) -> None:
    name = sorted(walk.team.members)[n % 7]
    reply = (Reply.NONE, Reply.NONE, Reply.UNSURE, Reply.CONFLICT)[n % 4]
    desk = walk.team.desk(name, now=walk.now)
    for card in cards_visible_to(desk, now=walk.now):
        answer(card.id, reply, by=desk)
        walk.free |= {name} if reply is Reply.NONE else set()


def _settle(walk: Walk, by: str, n: int) -> None:
    dossier = walk.team.dossier(by, now=walk.now)
    reply = (Reply.NONE, Reply.CONFLICT)[n % 2]
    for member_id in members_who_said(dossier, Reply.UNSURE):
        desk = walk.team.desk(by, now=walk.now)
        settle_unsure(walk.team.case_id, member_id, reply, by=desk, now=walk.now)
        walk.free |= walk.team.named([member_id]) if reply is Reply.NONE else set()


def _exclude(walk: Walk, _by: str, n: int) -> None:
    name = sorted(walk.team.members)[n % 7]
    with suppress(NobodyLeft):
        exclude(walk.team.sent.visit, walk.team.called(name), now=walk.now)
        walk.out.add(name)


def _step_back(walk: Walk, by: str, _n: int) -> None:
    before = set(walk.readers)
    with suppress(NobodyToTakeOver):
        step_back(walk.team.case_id, by=walk.team.desk(by, now=walk.now), now=walk.now)
        walk.out.add(by)
        walk.free |= set(walk.readers) - before  # whoever took it over


def _close(walk: Walk, by: str, _n: int) -> None:
    desk = walk.team.desk(by, now=walk.now)
    close(walk.team.case_id, make.closing("Done."), by=desk, now=walk.now)
    walk.has_just_closed = True


def _reopen(walk: Walk, by: str, _n: int) -> None:
    reopen(walk.team.case_id, by=walk.team.desk(by, now=walk.now), now=walk.now)


def _say(walk: Walk, _by: str, _n: int) -> None:
    say(walk.team.sent.visit, Secret("One thing more."), now=walk.now)


def _pass_a_day(walk: Walk, _by: str, _n: int) -> None:
    walk.now += A_DAY
    walk.clock.move_to(walk.now)


def _renew(walk: Walk, _by: str, _n: int) -> None:
    walk.team.renew("Hal")


def _let_back_in(walk: Walk, by: str, _n: int) -> None:
    desk = walk.team.desk(by, now=walk.now)
    for one in who_may_come_back(walk.team.dossier(by, now=walk.now)):
        let_back_in(walk.team.case_id, one.id, by=desk, now=walk.now)


ACTS: list[Act] = [
    _open,
    _ask_board,
    _ask_adviser,
    _ask_all,
    _answer,
    _settle,
    _exclude,
    _step_back,
    _close,
    _reopen,
    _say,
    _pass_a_day,
    _renew,
    _let_back_in,
]
_NEED_NO_READER = {_answer, _exclude, _say, _pass_a_day, _renew}
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 27)), min_size=3, max_size=12)


@settings(max_examples=size(10, 300))
@given(steps=steps)
def test_only_those_read_it_who_may_whatever_happens(steps: list[tuple[Act, int]]) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        walk = Walk(clock)
        for act, number in steps:
            by = walk.desk_of(number)
            walk.has_just_closed = False
            if by or act in _NEED_NO_READER:
                act(walk, by, number)
                _check(walk)


def _check(walk: Walk) -> None:
    told = dossier_of(walk.team.sent.visit)
    access, reads = told.access, walk.team.who_reads(now=walk.now)
    assert told.is_whole
    assert reads == {member.name for member in told.readers_now}
    assert reads <= walk.free
    assert not reads & walk.out
    assert walk.team.named(access.excluded) >= walk.out
    assert walk.team.named(access.stand_ins) <= {"Fay"}
    assert walk.team.named(access.advisers) <= {"Gus"}
    if walk.has_just_closed:
        assert not access.stand_ins or not told.handlers - access.stand_ins
    for name in walk.team.members:
        _check_cards(walk, name)
    for name in reads:
        dossier = walk.team.dossier(name, now=walk.now)
        assert dossier.is_whole
        assert dossier.access == access
    assert not list(told.of_kind(Kind.ASKED, Kind.ANSWERED, Kind.DEALT, Kind.REMINDED))


def _check_cards(walk: Walk, name: str) -> None:
    cards = walk.team.cards(name, now=walk.now)
    assert not cards or name not in walk.out
    assert Counter(cards)[ROBIN] <= 1


def test_the_walks_begin_as_they_say() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        walk = Walk(clock)
        _check(walk)
        assert walk.readers == ["Ada", "Hal"]
        with pytest.raises(NotVisible):
            walk.team.open("Ben")
