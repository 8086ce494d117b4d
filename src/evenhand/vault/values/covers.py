"""The cover of a case: what a list needs, folded from the entries the reporter may read too.

Because nothing else goes into it, a handler's and a reporter's request fold the same cover.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
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


_SAID = {Kind.REPORT, Kind.MESSAGE, Kind.FILE}
_STAGE_AFTER = {
    Kind.WITHDRAWN: Stage.WITHDRAWN,
    Kind.CLOSED: Stage.CLOSED,
    Kind.REOPENED: Stage.WAITING_ON_US,
}


@dataclass(frozen=True, slots=True)
class Cover:
    """A case in a list: no word of the report."""

    case_id: UUID
    space_name: str
    received_at: datetime
    acknowledge_by: datetime
    outcome_by: datetime
    is_urgent: bool
    stage: Stage
    last_said_at: datetime
    is_answered: bool
    position: int  # the newest entry that is folded in
    reporter_key: str  # hex; whose signature counts as the reporter's

    def to_body(self) -> dict[str, object]:
        body = asdict(self)
        del body["case_id"]
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in body.items()
        }

    @classmethod
    def from_body(cls, case_id: UUID, body: dict[str, str]) -> Cover:
        return cls(
            case_id=case_id,
            space_name=body["space_name"],
            received_at=datetime.fromisoformat(body["received_at"]),
            acknowledge_by=datetime.fromisoformat(body["acknowledge_by"]),
            outcome_by=datetime.fromisoformat(body["outcome_by"]),
            is_urgent=bool(body["is_urgent"]),
            stage=Stage(body["stage"]),
            last_said_at=datetime.fromisoformat(body["last_said_at"]),
            is_answered=bool(body["is_answered"]),
            position=int(body["position"]),
            reporter_key=body["reporter_key"],
        )

    @property
    def next_due_at(self) -> datetime | None:
        """What was promised next (B1): the first answer, then the outcome; none when closed."""
        if self.stage in {Stage.CLOSED, Stage.WITHDRAWN}:
            return None
        return self.outcome_by if self.is_answered else self.acknowledge_by

    def after(self, entry: OpenEntry) -> Cover:
        """The cover once this entry is in the case."""
        moved = replace(self, position=max(self.position, entry.position))
        if entry.kind in _SAID:
            return _after_words(moved, entry)
        if entry.kind is Kind.CODE_REPLACED:
            return replace(moved, reporter_key=declared_keys(entry).verify.hex())
        stage = _STAGE_AFTER.get(entry.kind, moved.stage)
        is_answered = moved.is_answered or entry.kind is Kind.CLOSED
        return replace(moved, stage=stage, is_answered=is_answered)


def fold(case_id: UUID, entries: Iterable[OpenEntry]) -> Cover:
    """The cover of a case whose first entry is its report."""
    first, *later = sorted(entries, key=lambda entry: entry.position)
    report = report_from_body(first.body)
    cover = Cover(
        case_id=case_id,
        space_name=report.space_name,
        received_at=first.written_at,
        acknowledge_by=report.promise.acknowledge_by,
        outcome_by=report.promise.outcome_by,
        is_urgent=report.is_urgent,
        stage=Stage.NEW,
        last_said_at=first.written_at,
        is_answered=False,
        position=first.position,
        reporter_key=declared_keys(first).verify.hex(),
    )
    for entry in later:
        cover = cover.after(entry)
    return cover


def _after_words(cover: Cover, entry: OpenEntry) -> Cover:
    if entry.is_by_reporter:
        return replace(cover, stage=Stage.WAITING_ON_US, last_said_at=entry.written_at)
    return replace(
        cover,
        stage=Stage.WAITING_ON_REPORTER,
        is_answered=True,
        last_said_at=entry.written_at,
    )
