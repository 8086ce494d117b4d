"""Begin rounds of questions and keep them going whenever a reader opens the case (S16, B2, B15)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from evenhand.accounts.values import SignedIn
from evenhand.directory.values import ConflictAnswers, NewcomersAreAsked
from evenhand.notices.services import notify
from evenhand.sealing.word_list import words
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.models import ConflictCard
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.members import Team, team_of
from evenhand.vault.queries.policies import policy_for
from evenhand.vault.services import dealing
from evenhand.vault.services.handling import write_by_member
from evenhand.vault.values.asked import (
    asked_already,
    cards_to_hold,
    free_to_be_asked,
    live_rounds,
    rounds_of,
    to_be_asked,
    when_asked,
    who_is_waited_for,
)
from evenhand.vault.values.covers import Stage
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import Draft, Kind
from evenhand.vault.values.rounds import Asks, Round, is_same_name, printable


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Asking:
    """What is asked, and of whom: of these only, or of everybody who may know of it."""

    name: str
    asks: Asks
    only: frozenset[UUID] | None = None
    code: str = ""  # shown on the cards in the place of the name


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Begun:
    """A round as it was worked out for the case as it stands."""

    round: Round
    team: Team
    holders: frozenset[UUID]


def begin_round(case_id: UUID, asking: Asking, *, by: SignedIn, now: datetime) -> int:
    """Deal a card to whoever is to be asked and a dummy to all others; count those who are asked.

    Nothing is written when nobody is. Raises NotVisible, TooBusy.
    """
    worked_out: list[_Begun] = []

    def drafts_for(dossier: Dossier) -> Sequence[Draft]:
        worked_out[:] = _worked_out(dossier, asking, now=now)
        return [
            Draft(Kind.ASKED, each.round.to_body(members=len(each.team.members)))
            for each in worked_out
        ]

    def deal() -> None:
        for each in worked_out:
            dealing.deal(each.round, case_id, each.team, to=each.holders, now=now)
            notify([one for one in each.team.members if one.id in each.holders], now=now)

    write_by_member(case_id, drafts_for, by=by, now=now, also=deal)
    return sum(len(each.round.asked) for each in worked_out)


def _worked_out(dossier: Dossier, asking: Asking, *, now: datetime) -> list[_Begun]:
    """One round, or none when there is nobody to ask."""
    team = team_of(dossier.organisation_id)
    asked = _asked(dossier, asking, frozenset(team.keys), now=now)
    if not asked:
        return []
    holders = asked - asked_already(dossier, name=asking.name, now=now)
    round_ = _round(dossier, asking, asked, now=now)
    return [_Begun(round=round_, team=team, holders=holders)]


def keep_rounds_going(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """Do what is due in the rounds of a case, and give it back as it is then.

    Only in a reader's session: the server cannot know who holds a card, and a reminder to everybody
    would tell those who are kept out that there is a round.
    """
    for step in (_deal_again, _ask_newcomers, _remind):
        if rounds_of(case.dossier) and step(case.dossier, by=by, now=now):
            case = case_visible_to(by, case.dossier.case_id)
    return case


def _deal_again(dossier: Dossier, *, by: SignedIn, now: datetime) -> bool:
    """Somebody was shut out, and every card became a dummy: those still to be asked get theirs."""
    worked_out: list[Dossier] = []

    def drafts_for(dossier: Dossier) -> Sequence[Draft]:
        worked_out.append(dossier)
        return [Draft(Kind.DEALT)] if _were_cards_blanked(dossier, now=now) else []

    def deal() -> None:
        team = team_of(dossier.organisation_id)
        held = cards_to_hold(worked_out[-1], now=now)
        dealing.deal_again(live_rounds(worked_out[-1], now=now), team, to=held)

    if _were_cards_blanked(dossier, now=now):
        write_by_member(dossier.case_id, drafts_for, by=by, now=now, also=deal)
    return bool(worked_out)


def _were_cards_blanked(dossier: Dossier, *, now: datetime) -> bool:
    """Since they were last dealt, while somebody is still to answer."""
    dealt = max(entry.position for entry in dossier.of_kind(Kind.ASKED, Kind.DEALT))
    later = (entry for entry in dossier.of_kind(Kind.READERS) if entry.position > dealt)
    is_blank = any(dossier.changes[entry.id].shut_out for entry in later)
    return is_blank and any(cards_to_hold(dossier, now=now).values())


def _ask_newcomers(dossier: Dossier, *, by: SignedIn, now: datetime) -> bool:
    """Whoever joined after the last round has no card of this case yet, not even a dummy (B15)."""
    rule = policy_for(dossier, now=now).newcomers_are_asked
    if rule is NewcomersAreAsked.NOTHING_OLD:
        return False
    there = ConflictCard.objects.filter(case_id=dossier.case_id).values_list("member_id", flat=True)
    new = set(team_of(dossier.organisation_id).keys) - set(there)
    only = free_to_be_asked(dossier, new) - dossier.terms.advising(now.date())
    codes = {each.name: each.code for each in rounds_of(dossier).values() if _is_of_one(each)}
    name, code = " / ".join(codes), " / ".join(codes.values())
    if not only or printable(name) != name:  # too many names for one card: the readers ask
        return False
    by_code = rule is NewcomersAreAsked.CODE_NAMES
    asking = Asking(
        name=name, asks=Asks.NEWCOMERS, only=only, code=printable(code) if by_code else ""
    )
    return begin_round(dossier.case_id, asking, by=by, now=now) > 0


def _remind(dossier: Dossier, *, by: SignedIn, now: datetime) -> bool:
    """The same notice once more to whoever keeps silent; at most one in so many days (B2)."""
    silent: list[frozenset[UUID]] = [_silent_for_long(dossier, now=now)]

    def drafts_for(dossier: Dossier) -> Sequence[Draft]:
        silent.append(_silent_for_long(dossier, now=now))
        return [Draft(Kind.REMINDED)] if silent[-1] else []

    def tell() -> None:
        notify(dossier.named(silent[-1]), now=now)

    if silent[0]:
        write_by_member(dossier.case_id, drafts_for, by=by, now=now, also=tell)
    return bool(silent[0])


def _silent_for_long(dossier: Dossier, *, now: datetime) -> frozenset[UUID]:
    held = cards_to_hold(dossier, now=now)
    if dossier.cover.stage is Stage.CLOSED or not any(held.values()):
        return frozenset()
    before = now - timedelta(days=policy_for(dossier, now=now).remind_after_days)
    if any(entry.written_at > before for entry in dossier.of_kind(Kind.REMINDED)):
        return frozenset()
    asked = when_asked(dossier)
    return frozenset[UUID]().union(*(held[one] for one in held if asked[one] <= before))


def _asked(
    dossier: Dossier, asking: Asking, ids: frozenset[UUID], *, now: datetime
) -> frozenset[UUID]:
    if asking.only is None:
        return to_be_asked(dossier, ids, name=asking.name, now=now)
    waiting = who_is_waited_for(dossier, asking.asks, now=now)
    return free_to_be_asked(dossier, ids & asking.only) - waiting


def _round(dossier: Dossier, asking: Asking, asked: frozenset[UUID], *, now: datetime) -> Round:
    name = printable(asking.name)
    before = [each for each in rounds_of(dossier).values() if is_same_name(each.name, name)]
    code = before[0].code if before else f"{secrets.choice(words())} {secrets.choice(words())}"
    policy = policy_for(dossier, now=now)
    return Round(
        id=uuid4(),
        name=name,
        key=ReadingKey.new(),
        asks=asking.asks,
        asked=asked,
        code=asking.code or code,
        is_by_code=bool(asking.code),
        may_be_soft=policy.conflict_answers is ConflictAnswers.HARD_AND_SOFT,
    )


def _is_of_one(each: Round) -> bool:
    """A round of newcomers asks about several names at once."""
    return each.asks is not Asks.NEWCOMERS
