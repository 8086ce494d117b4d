"""T-SWAP: standing in, advising and leaving are no way to drop or to smuggle in anybody (S23, B15).

As in test_t_swap_readers, each change is truly signed by somebody who may write in the case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.recusing import step_back
from evenhand.vault.values.declared import Access
from evenhand.vault.values.entries import Draft, Kind, Writer, member_writer, reporter_writer
from tests.make import NOW
from tests.vault import thief
from tests.vault.test_stepping_in import Team

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

Forge = Callable[[Team, Access], Access]
CLOSED = Draft(Kind.CLOSED)


def new_key() -> PublicKey:
    return ReadingKey.new().public


def without(team: Team, name: str, access: Access) -> Access:
    """Their keys simply left out."""
    kept = {one: keys for one, keys in access.keys.items() if one != team.members[name].id}
    return replace(access, keys=kept)


@pytest.fixture
def team() -> Team:
    """Ada and Hal read, Fay stands in; Ben, Dee and Eli are kept out."""
    team = Team(readers="Ada Hal")
    team.fay_stands_in()
    return team


def by(team: Team, name: str) -> Writer:
    return member_writer(team.members[name].id, team.desk(name).keys.signing)


def by_the_reporter(team: Team) -> Writer:
    return reporter_writer(team.sent.keys.signing)


def plant(
    team: Team,
    after: Access,
    writer: Writer,
    *,
    first: Sequence[Draft] = (),
    now: datetime = NOW,
) -> None:
    drafts = [*first, Draft(Kind.READERS, after.to_body())]
    reporter = team.sent.keys.reading.public
    thief.forge(team.case_id, drafts, writer=writer, reporter=reporter, now=now)


def is_believed(team: Team, after: Access) -> bool:
    """As the reporter walks over the entries, who needs no key of the epoch."""
    seen = dossier_of(team.sent.visit)
    assert seen.is_whole is False or seen.access == after  # the row still has the older epoch
    return seen.access == after


def without_stand_ins(_team: Team, access: Access) -> Access:
    return access.without_stand_ins(key=new_key())


def drop_a_stand_in(team: Team, access: Access) -> Access:
    return without(team, "Fay", access.without([], key=new_key()))


def drop_a_reader(team: Team, access: Access) -> Access:
    return without(team, "Hal", access.without([], key=new_key()))


def drop_a_reader_with_the_stand_ins(team: Team, access: Access) -> Access:
    return without(team, "Hal", access.without_stand_ins(key=new_key()))


def call_a_reader_a_stand_in_and_drop_them(team: Team, access: Access) -> Access:
    marked = replace(access, temporary=access.temporary | {team.members["Hal"].id})
    return marked.without_stand_ins(key=new_key())


def drop_everybody(_team: Team, access: Access) -> Access:
    return replace(access.without([], key=new_key()), keys={})


def let_back_in_while_dropping(team: Team, access: Access) -> Access:
    after = access.without_stand_ins(key=new_key())
    return replace(after, excluded=after.excluded - {team.members["Ben"].id})


def call_a_reader_a_stand_in(team: Team, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, temporary=after.temporary | {team.members["Hal"].id})


def call_a_stand_in_a_reader_for_good(_team: Team, access: Access) -> Access:
    return replace(access.without([], key=new_key()), temporary=frozenset())


def call_a_reader_an_adviser(team: Team, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, advisers=after.advisers | {team.members["Hal"].id})


def call_somebody_outside_an_adviser(team: Team, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, advisers=after.advisers | {team.members["Gus"].id})


def let_in_as_an_adviser_whoever_is_kept_out(team: Team, access: Access) -> Access:
    after = access.including(team.keys("Ben"), key=new_key())
    return after.standing_as(advisers=frozenset({team.members["Ben"].id}))


def let_in_as_a_stand_in_whoever_is_kept_out(team: Team, access: Access) -> Access:
    after = access.including(team.keys("Ben"), key=new_key())
    return after.standing_as(temporary=frozenset({team.members["Ben"].id}))


def say_that_a_reader_has_left(team: Team, access: Access) -> Access:
    return access.without([], key=new_key(), left=frozenset({team.members["Hal"].id}))


WITHOUT_CLOSING: list[Forge] = [
    without_stand_ins,
    drop_a_stand_in,
    drop_a_reader,
    call_a_reader_a_stand_in_and_drop_them,
    call_a_reader_a_stand_in,
    call_a_stand_in_a_reader_for_good,
    call_a_reader_an_adviser,
    call_somebody_outside_an_adviser,
    let_in_as_an_adviser_whoever_is_kept_out,
    let_in_as_a_stand_in_whoever_is_kept_out,
    say_that_a_reader_has_left,
]
WITH_CLOSING: list[Forge] = [
    drop_a_reader,
    drop_a_reader_with_the_stand_ins,
    call_a_reader_a_stand_in_and_drop_them,
    drop_everybody,
    let_back_in_while_dropping,
    say_that_a_reader_has_left,
]


@pytest.mark.parametrize("forge", WITHOUT_CLOSING)
@pytest.mark.parametrize("who", ["Ada", "Fay", "the reporter"])
def test_t_swap_without_closing_nobody_drops_or_marks_anybody(
    team: Team, forge: Forge, who: str
) -> None:
    before = team.access()
    writer = by_the_reporter(team) if who == "the reporter" else by(team, who)

    plant(team, after := forge(team, before), writer)

    assert not is_believed(team, after)
    assert team.access() == before


@pytest.mark.parametrize("forge", WITH_CLOSING)
def test_t_swap_closing_drops_those_who_stand_in_and_nobody_else(team: Team, forge: Forge) -> None:
    before = team.access()

    plant(team, after := forge(team, before), by(team, "Ada"), first=[CLOSED])

    assert not is_believed(team, after)
    assert team.access() == before


def test_t_swap_closing_leaves_nobody_out_where_nobody_would_be_left() -> None:
    team = Team()
    team.fay_stands_in()
    step_back(team.case_id, by=team.desk("Ada"), now=NOW)
    after = without_stand_ins(team, team.access("Fay"))
    assert after.readers == frozenset()

    plant(team, after, by(team, "Fay"), first=[CLOSED])

    assert not is_believed(team, after)


@pytest.mark.parametrize("who", ["Ada", "Hal", "Fay"])
def test_t_swap_what_is_believed_is_closing_by_any_reader(team: Team, who: str) -> None:
    """So that the tests above do not pass for another reason."""
    plant(team, after := without_stand_ins(team, team.access()), by(team, who), first=[CLOSED])

    assert is_believed(team, after)


@pytest.mark.parametrize("between", [Draft(Kind.REOPENED), Draft(Kind.MESSAGE, {"text": "Wait."})])
def test_t_swap_only_what_follows_the_closing_at_once_is_believed(
    team: Team, between: Draft
) -> None:
    after = without_stand_ins(team, team.access())

    plant(team, after, by(team, "Ada"), first=[CLOSED, between])

    assert not is_believed(team, after)


def test_t_swap_nobody_uses_the_closing_of_somebody_else(team: Team) -> None:
    reporter = team.sent.keys.reading.public
    thief.forge(team.case_id, [CLOSED], writer=by(team, "Ada"), reporter=reporter)
    after = without_stand_ins(team, team.access("Hal"))

    plant(team, after, by(team, "Hal"))

    assert not is_believed(team, after)


def test_t_swap_the_reporter_closes_nothing(team: Team) -> None:
    after = without_stand_ins(team, team.access())

    plant(team, after, by_the_reporter(team), first=[CLOSED])

    assert not is_believed(team, after)


def test_t_swap_a_forged_closing_is_none(team: Team) -> None:
    writer = Writer(author=by(team, "Ada").author, signing=thief.THIEFS)
    reporter = team.sent.keys.reading.public
    thief.forge(team.case_id, [CLOSED], writer=writer, reporter=reporter)
    after = without_stand_ins(team, team.access())

    plant(team, after, by(team, "Ada"))

    assert not is_believed(team, after)
