"""Who reads a case and who was asked about it, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.vault.values.asked import (
    answers_to,
    is_live,
    rounds_of,
    silent_in,
    soft_conflicts,
    when_asked,
)
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.rounds import Asks, Reply, Round

_REPLIES = {
    Reply.CONFLICT: "a conflict, keep them out",
    Reply.SOFT: "knows them a little",
    Reply.NONE: "no conflict",
    Reply.UNSURE: "not sure",
}
_ASKED = {
    Asks.EVERYBODY: "Everybody who may know of it",
    Asks.BOARD: "The Board, to stand in for the leads",
    Asks.ADVISER: "An adviser",
    Asks.NEWCOMERS: "Whoever joined since",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLine:
    """Somebody who may read a case, and as what."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A question that was asked: of whom, who has answered, who is silent."""

    name: str
    code: str  # when the cards show it in the place of the name
    whom: str
    asked_at: datetime
    answered: list[str]
    silent: list[str]
    is_over: bool  # nobody finds the cards any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Somebody has stepped back: what the others have to keep now (S22)."""

    names: list[str]
    promised: str
    due_at: datetime


def reader_lines(dossier: Dossier) -> list[ReaderLine]:
    notes = _notes(dossier)
    return [ReaderLine(name=one.name, note=notes.get(one.id, "")) for one in dossier.readers_now]


def round_lines(dossier: Dossier, *, now: datetime) -> list[RoundLine]:
    asked_at = when_asked(dossier)
    return [
        RoundLine(
            name=each.name,
            code=each.code if each.is_by_code else "",
            whom=_ASKED[each.asks],
            asked_at=asked_at[each.id],
            answered=_answered(dossier, each),
            silent=_names(dossier.named(silent_in(dossier, each))),
            is_over=not is_live(asked_at[each.id], now=now),
        )
        for each in rounds_of(dossier).values()
    ]


def handover_of(dossier: Dossier) -> Handover | None:
    """Until one of the others has written to the reporter, or nothing is promised any more."""
    due_at, left = dossier.cover.next_due_at, list(_stepped_back_since(dossier))
    if due_at is None or not left:
        return None
    promised = "an outcome" if dossier.cover.is_answered else "a first answer"
    return Handover(names=left, promised=promised, due_at=due_at)


def _stepped_back_since(dossier: Dossier) -> Iterator[str]:
    said = [entry.position for entry in dossier.of_kind(Kind.MESSAGE) if not entry.is_by_reporter]
    newest = max(said, default=0)
    for entry in dossier.of_kind(Kind.READERS):
        if entry.position > newest and entry.id in dossier.changes:
            gone = dossier.changes[entry.id].stepped_back(entry.author.member_id)
            yield from _names(dossier.named(gone))


def _notes(dossier: Dossier) -> dict[UUID, str]:
    access = dossier.access
    return (
        dict.fromkeys(soft_conflicts(dossier), "knows them a little, does not vote")
        | dict.fromkeys(access.advisers, "advises, does not vote")
        | dict.fromkeys(access.temporary, "stands in for the leads")
    )


def _answered(dossier: Dossier, round_: Round) -> list[str]:
    told = answers_to(dossier, round_.name)
    asked = dossier.named(round_.asked & told.keys())
    return [f"{one.name}: {_REPLIES[told[one.id]]}" for one in asked]


def _names(members: list[Member]) -> list[str]:
    return [member.name for member in members]
