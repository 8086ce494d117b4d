"""Let members into a case that is under way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.notices.services import notify
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import KeptOut, TooBusy
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.members import Team, team_of
from evenhand.vault.services.epochs import Turn
from evenhand.vault.services.turning import turn_whole
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import member_writer
from evenhand.vault.values.rounds import Asks

_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Members who are let in only while a case is open (S23), or to advise (B15)."""

    temporary: frozenset[UUID] = frozenset()
    advisers: frozenset[UUID] = frozenset()

    @classmethod
    def for_those(cls, asks: Asks, members: frozenset[UUID]) -> Marks:
        nobody = frozenset[UUID]()
        return cls(
            temporary=members if asks is Asks.BOARD else nobody,
            advisers=members if asks is Asks.ADVISER else nobody,
        )


NO_MARKS = Marks()


def admit(
    case: OpenCase,
    members: Iterable[Member],
    *,
    by: SignedIn,
    now: datetime,
    marks: Marks = NO_MARKS,
) -> OpenCase:
    """Let members read a case from its first word: a new epoch with them.

    Whoever lets them in has the keys, so everything older comes under the new epoch in the same
    transaction, and the newcomers are told to look. Gives back the case as it is then. A doubt
    about somebody (D1) is settled by letting them in. Not to be called within a transaction: the
    shred keys of older epochs are gone at the end.

    Raises KeptOut for whoever is excluded, has no term any more or does not stand on the
    organisation's roster; then nobody is let in. Raises NotVisible and TooBusy as all who write do.
    """
    asked = {member.id for member in members}
    case_id = case.dossier.case_id
    for _ in range(_TRIES):
        new = _newcomers(case.dossier, asked)
        if not new.members:
            return case
        try:
            _admit(case, new, by=by, now=now, marks=marks)
        except TooBusy:
            case = case_visible_to(by, case_id)
        else:
            return case_visible_to(by, case_id)
    raise TooBusy


def _newcomers(dossier: Dossier, asked: Collection[UUID]) -> Team:
    """The members and their keys as they are now, not as the caller once read them."""
    access = dossier.access
    kept_out = access.excluded | dossier.over
    team = team_of(dossier.organisation_id)
    if any(one not in team.keys or one in kept_out for one in asked):
        raise KeptOut
    new = [one for one in team.readers if one.id in asked and one.id not in access.readers]
    return Team(new, {one.id: team.keys[one.id] for one in new})


def _admit(case: OpenCase, new: Team, *, by: SignedIn, now: datetime, marks: Marks) -> None:
    dossier, key, ids = case.dossier, ReadingKey.new(), frozenset(new.keys)
    access = dossier.access.including(new.keys, key=key.public, left=dossier.leavers)
    access = access.standing_as(temporary=marks.temporary & ids, advisers=marks.advisers & ids)
    writer = member_writer(by.member.id, by.keys.signing)
    tell = partial(notify, new.members, now=now)
    turn_whole(case, Turn(access=access, key=key, writer=writer, also=tell), now=now)
