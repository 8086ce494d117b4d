"""What a case holds of its rounds: who was asked, who has answered what, who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind, OpenEntry
from evenhand.vault.values.rounds import SHOWN_FOR, Asks, Reply, Round, is_same_name


def rounds_of(dossier: Dossier) -> dict[UUID, Round]:
    """All rounds of a case by their id."""
    rounds = (Round.from_body(entry.body) for entry in dossier.of_kind(Kind.ASKED))
    return {each.id: each for each in rounds}


def answers_in(dossier: Dossier) -> dict[UUID, Reply]:
    """What each member answered last."""
    return {member: _reply_in(entry) for member, entry in _last_answers(dossier).items()}


def members_who_said(dossier: Dossier, *replies: Reply) -> list[UUID]:
    """Those of these answers who may still be let in for it.

    Whoever has read the case since and does not any more is not: it takes another answer, or
    somebody who lets them in.
    """
    access, ceased = dossier.access, _last_read(dossier)
    settled = access.readers | access.excluded | access.doubtful | dossier.leavers | dossier.over
    return [
        member
        for member, entry in _last_answers(dossier).items()
        if _reply_in(entry) in replies
        and member not in settled
        and ceased.get(member, 0) < entry.position
    ]


def soft_conflicts(dossier: Dossier) -> frozenset[UUID]:
    """Readers who have said that they know the reported person a little (B2)."""
    soft = {_member_in(entry) for entry in _answers(dossier) if _reply_in(entry) is Reply.SOFT}
    return dossier.access.readers & soft


def to_be_asked(
    dossier: Dossier, members: Iterable[UUID], *, name: str, now: datetime
) -> frozenset[UUID]:
    """Whoever may know of it, does not read it, and was not asked the same before."""
    return free_to_be_asked(dossier, members) - (
        asked_already(dossier, name=name, now=now) | dossier.terms.advising(now.date())
    )


def free_to_be_asked(dossier: Dossier, members: Iterable[UUID]) -> frozenset[UUID]:
    """Everybody who is not kept out, does not read it already and has not said "conflict"."""
    access, answers = dossier.access, answers_in(dossier)
    conflicted = {member for member, reply in answers.items() if reply is Reply.CONFLICT}
    kept_out = access.excluded | access.doubtful | dossier.over
    active = {one.id for one in dossier.named(frozenset(members)) if one.is_active}
    return frozenset(active) - access.readers - kept_out - conflicted


def asked_already(dossier: Dossier, *, name: str, now: datetime) -> frozenset[UUID]:
    """Who has answered this question, or still has it before them."""
    live = (each for each in live_rounds(dossier, now=now) if is_same_name(each.name, name))
    return frozenset(answers_to(dossier, name)).union(*(each.asked for each in live))


def answers_to(dossier: Dossier, name: str) -> dict[UUID, Reply]:
    """What each member answered last when they were asked about this name."""
    rounds = rounds_of(dossier).values()
    about = {each.id for each in rounds if is_same_name(each.name, name)}
    told = (entry for entry in _answers(dossier) if _round_in(entry) in about)
    return {_member_in(entry): _reply_in(entry) for entry in told}


def live_rounds(dossier: Dossier, *, now: datetime) -> list[Round]:
    """Those whose cards can still be answered, the first ones first."""
    return [
        Round.from_body(entry.body)
        for entry in dossier.of_kind(Kind.ASKED)
        if is_live(entry.written_at, now=now)
    ]


def is_live(asked_at: datetime, *, now: datetime) -> bool:
    return now.date() - asked_at.date() <= SHOWN_FOR


def when_asked(dossier: Dossier) -> dict[UUID, datetime]:
    """When each round began."""
    return {_round_in(entry): entry.written_at for entry in dossier.of_kind(Kind.ASKED)}


def silent_in(dossier: Dossier, round_: Round) -> frozenset[UUID]:
    """Who was asked, may still answer, and has not."""
    return free_to_be_asked(dossier, round_.asked) - answers_to(dossier, round_.name).keys()


def who_is_waited_for(dossier: Dossier, asks: Asks, *, now: datetime) -> frozenset[UUID]:
    """Who was asked by rounds of this kind and may still answer."""
    rounds = (each for each in live_rounds(dossier, now=now) if each.asks is asks)
    return frozenset[UUID]().union(*(silent_in(dossier, each) for each in rounds))


def cards_to_hold(dossier: Dossier, *, now: datetime) -> dict[UUID, frozenset[UUID]]:
    """By round: who is to find a card of it. The same question stands on one card only."""
    found: dict[UUID, frozenset[UUID]] = {}
    held: list[tuple[str, frozenset[UUID]]] = []
    for each in live_rounds(dossier, now=now):
        have = (members for name, members in held if is_same_name(name, each.name))
        found[each.id] = silent_in(dossier, each).difference(*have)
        held.append((each.name, found[each.id]))
    return found


def round_answered_by(dossier: Dossier, member_id: UUID) -> UUID:
    """The round in which this member answered last."""
    return _round_in(_last_answers(dossier)[member_id])


def asked_by(dossier: Dossier, asks: Asks) -> frozenset[UUID]:
    """Everybody whom rounds of this kind have asked."""
    rounds = rounds_of(dossier).values()
    return frozenset[UUID]().union(*(each.asked for each in rounds if each.asks is asks))


def _answers(dossier: Dossier) -> Iterator[OpenEntry]:
    return dossier.of_kind(Kind.ANSWERED)


def _last_answers(dossier: Dossier) -> dict[UUID, OpenEntry]:
    return {_member_in(entry): entry for entry in _answers(dossier)}


def _last_read(dossier: Dossier) -> dict[UUID, int]:
    """Where in the case each of those who once read it stopped to."""
    positions = {entry.id: entry.position for entry in dossier.of_kind(Kind.READERS)}
    return {
        member: positions[entry_id]
        for entry_id, change in dossier.changes.items()
        for member in change.ceased
    }


def _round_in(entry: OpenEntry) -> UUID:
    return UUID(entry.text("round"))


def _member_in(entry: OpenEntry) -> UUID:
    return UUID(entry.text("member"))


def _reply_in(entry: OpenEntry) -> Reply:
    return Reply(entry.text("reply"))
