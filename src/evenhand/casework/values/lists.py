"""A member's list of cases: what needs them first comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.casework.values.code_names import name_for
from evenhand.directory.queries import day_of
from evenhand.vault.values.covers import Cover, Stage
from evenhand.vault.values.erasure import is_shown

PER_PAGE = 50
_AMBER = timedelta(days=3)
_RED = timedelta(days=1)


class Section(StrEnum):
    """Parts of the list, in this order."""

    URGENT = "Danger now, or still going on"
    DAMAGED = "Changed outside this program"
    NEW = "New"
    WAITING_ON_US = "Waiting on us"
    WAITING_ON_REPORTER = "Waiting on the reporter"
    ENDING = "Soon to be erased"
    CLOSED = "Closed or withdrawn"


class Urgency(StrEnum):
    """How near a promised date is (S20)."""

    NONE = ""
    CALM = "calm"
    SOON = "soon"
    NOW = "now"
    LATE = "late"


_SECTIONS = {
    Stage.DAMAGED.value: Section.DAMAGED,
    Stage.NEW.value: Section.NEW,
    Stage.WAITING_ON_US.value: Section.WAITING_ON_US,
    Stage.WAITING_ON_REPORTER.value: Section.WAITING_ON_REPORTER,
    Stage.WITHDRAWN.value: Section.CLOSED,
    Stage.CLOSED.value: Section.CLOSED,
}
_ORDER = {section: place for place, section in enumerate(Section)}


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list: no word of what it is about."""

    case_id: UUID
    name: str
    space_name: str
    received_at: datetime
    due_at: datetime | None
    due: Urgency
    section: Section
    is_withdrawn: bool
    erase_on: date | None  # from a month before
    is_called: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, in its sections."""

    sections: list[tuple[Section, list[Row]]]
    number: int
    last: int

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def page_of(covers: Iterable[Cover], *, viewer: Member, number: int, now: datetime) -> Page:
    """That page of a member's cases; a number out of range means the nearest page."""
    today = day_of(now)
    ordered = sorted(covers, key=lambda cover: _rank(cover, today))
    last = max(1, -(-len(ordered) // PER_PAGE))
    number = min(max(number, 1), last)
    shown = ordered[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = [_row(cover, viewer, now) for cover in shown]
    sections = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.section)]
    return Page(sections=sections, number=number, last=last)


def urgency_of(due_at: datetime | None, *, now: datetime) -> Urgency:
    if due_at is None:
        return Urgency.NONE
    left = due_at - now
    for limit, urgency in (
        (timedelta(0), Urgency.LATE),
        (_RED, Urgency.NOW),
        (_AMBER, Urgency.SOON),
    ):
        if left < limit:
            return urgency
    return Urgency.CALM


def _section(cover: Cover, today: date) -> Section:
    if is_shown(cover, today=today):
        return Section.ENDING
    section = _SECTIONS[cover.stage_name]
    is_open = section not in {Section.CLOSED, Section.DAMAGED}
    return Section.URGENT if cover.is_urgent and is_open else section


def _rank(cover: Cover, today: date) -> tuple[int, int]:
    """By section; open cases by what is due first, closed ones by the newest."""
    section, due = _section(cover, today), cover.next_due
    if section is Section.ENDING:
        return _ORDER[section], cover.erase_day
    return _ORDER[section], -cover.received if due is None else due


def _row(cover: Cover, viewer: Member, now: datetime) -> Row:
    due_at, section = cover.next_due_at, _section(cover, day_of(now))
    return Row(
        case_id=cover.case_id,
        name=name_for(cover.case_id, viewer.id),
        space_name=cover.space_name,
        received_at=cover.received_at,
        due_at=due_at,
        due=urgency_of(due_at, now=now),
        section=section,
        is_withdrawn=cover.stage is Stage.WITHDRAWN,
        erase_on=cover.erase_on if section is Section.ENDING else None,
        is_called=cover.is_called,
    )
