"""The cover of a case: what a list needs, folded from the entries the reporter may read too.

Because nothing else goes into it, a handler's and a reporter's request fold the same cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from evenhand.vault.values.bodies import report_from_body
from evenhand.vault.values.declared import declared_keys
from evenhand.vault.values.entries import Kind, OpenEntry


class Stage(StrEnum):
    """Whose turn it is."""

    NEW = "new"
    WAITING_ON_US = "waiting on us"
    WAITING_ON_REPORTER = "waiting on the reporter"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    DAMAGED = "changed outside this program"


GRACE = timedelta(days=14)  # after the last call

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OVER = {Stage.CLOSED.value, Stage.WITHDRAWN.value}
_SAID = {Kind.REPORT, Kind.MESSAGE, Kind.FILE}
_STAGE_AFTER = {
    Kind.WITHDRAWN: Stage.WITHDRAWN,
    Kind.CLOSED: Stage.CLOSED,
    Kind.REOPENED: Stage.WAITING_ON_US,
}


class Cover(NamedTuple):
    """A case in a list: no word of the report.

    Times are whole microseconds since 1970, and it is a plain tuple: a member's desk reads
    thousands of these at once.
    """

    case_hex: str
    space_name: str
    received: int
    acknowledge: int
    outcome: int
    is_urgent: bool
    stage_name: str
    last_said: int
    is_answered: bool
    position: int  # the newest entry that is folded in
    reporter_key: str  # hex; whose signature counts as the reporter's
    erase_day: int = 0  # counted from 1 January of the year 1; 0 while the case is open
    is_called: bool = False  # the last call was given: it is erased on that day

    @property
    def case_id(self) -> UUID:
        return UUID(self.case_hex)

    @property
    def stage(self) -> Stage:
        return Stage(self.stage_name)

    @property
    def received_at(self) -> datetime:
        return _instant(self.received)

    @property
    def next_due(self) -> int | None:
        """What was promised next (B1): the first answer, then the outcome; none when closed."""
        if self.is_over:
            return None
        return self.outcome if self.is_answered else self.acknowledge

    @property
    def next_due_at(self) -> datetime | None:
        return _instant(self.next_due) if self.next_due is not None else None

    @property
    def is_over(self) -> bool:
        return self.stage_name in _OVER

    @property
    def erase_on(self) -> date | None:
        """When it is erased by age; none for a case that is open, or whose end set no day."""
        return date.fromordinal(self.erase_day) if self.is_over and self.erase_day else None

    def after(self, entry: OpenEntry) -> Cover:
        """The cover once this entry is in the case."""
        moved = self._replace(position=max(self.position, entry.position))
        if entry.kind in _SAID:
            return _after_words(moved, entry)
        if entry.kind is Kind.CODE_REPLACED:
            return moved._replace(reporter_key=declared_keys(entry).verify.hex())
        stage = _STAGE_AFTER.get(entry.kind, moved.stage)
        is_answered = moved.is_answered or entry.kind is Kind.CLOSED
        moved = moved._replace(stage_name=stage.value, is_answered=is_answered)
        return _with_day_after(moved, entry)


def fold(case_id: UUID, entries: Iterable[OpenEntry]) -> Cover:
    """The cover of a case whose first entry is its report."""
    first, *later = sorted(entries, key=lambda entry: entry.position)
    report = report_from_body(first.body)
    cover = Cover(
        case_hex=case_id.hex,
        space_name=report.space_name,
        received=_count(first.written_at),
        acknowledge=_count(report.promise.acknowledge_by),
        outcome=_count(report.promise.outcome_by),
        is_urgent=report.is_urgent,
        stage_name=Stage.NEW.value,
        last_said=_count(first.written_at),
        is_answered=False,
        position=first.position,
        reporter_key=declared_keys(first).verify.hex(),
    )
    for entry in later:
        cover = cover.after(entry)
    return cover


def _after_words(cover: Cover, entry: OpenEntry) -> Cover:
    """Words open a case that had ended: as long as people write, it has no day."""
    said = cover._replace(last_said=_count(entry.written_at), erase_day=0, is_called=False)
    if entry.is_by_reporter:
        return said._replace(stage_name=Stage.WAITING_ON_US.value)
    return said._replace(stage_name=Stage.WAITING_ON_REPORTER.value, is_answered=True)


def _with_day_after(cover: Cover, entry: OpenEntry) -> Cover:
    """Taking a report back does not move the day of a case that was closed before."""
    match entry.kind:
        case Kind.CLOSED | Kind.ERASE_ON if cover.is_over:
            cover = cover._replace(erase_day=_day(entry), is_called=False)
        case Kind.WITHDRAWN if not cover.erase_day:
            cover = cover._replace(erase_day=_day(entry))
        case Kind.REOPENED:
            cover = cover._replace(erase_day=0, is_called=False)
        case Kind.LAST_CALL if cover.erase_on and not cover.is_called:
            cover = _called(cover, on=entry.written_at.astimezone(UTC).date())
    return cover


def _called(cover: Cover, *, on: date) -> Cover:
    """Not before the day: whoever kept the case a moment earlier has kept it."""
    is_early = on.toordinal() < cover.erase_day
    last_day = on + GRACE
    return cover if is_early else cover._replace(erase_day=last_day.toordinal(), is_called=True)


def day_in(entry: OpenEntry) -> date | None:
    """The day of erasure that an entry tells; None when it tells none."""
    with suppress(ValueError):
        return date.fromisoformat(entry.text("erase_on"))
    return None


def _day(entry: OpenEntry) -> int:
    day = day_in(entry)
    return day.toordinal() if day else 0


def _instant(count: int) -> datetime:
    return _EPOCH + timedelta(microseconds=count)


def _count(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
