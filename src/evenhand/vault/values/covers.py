"""The cover of a case: what a list needs, folded from the entries the reporter may read too.

Because nothing else goes into it, a handler's and a reporter's request fold the same cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
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
        if self.stage_name in _OVER:
            return None
        return self.outcome if self.is_answered else self.acknowledge

    @property
    def next_due_at(self) -> datetime | None:
        return _instant(self.next_due) if self.next_due is not None else None

    def after(self, entry: OpenEntry) -> Cover:
        """The cover once this entry is in the case."""
        moved = self._replace(position=max(self.position, entry.position))
        if entry.kind in _SAID:
            return _after_words(moved, entry)
        if entry.kind is Kind.CODE_REPLACED:
            return moved._replace(reporter_key=declared_keys(entry).verify.hex())
        stage = _STAGE_AFTER.get(entry.kind, moved.stage)
        is_answered = moved.is_answered or entry.kind is Kind.CLOSED
        return moved._replace(stage_name=stage.value, is_answered=is_answered)


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
    said = cover._replace(last_said=_count(entry.written_at))
    if entry.is_by_reporter:
        return said._replace(stage_name=Stage.WAITING_ON_US.value)
    return said._replace(stage_name=Stage.WAITING_ON_REPORTER.value, is_answered=True)


def _instant(count: int) -> datetime:
    return _EPOCH + timedelta(microseconds=count)


def _count(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)
