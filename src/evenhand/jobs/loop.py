"""Run what is due, again and again.

Jobs take nothing but the time and ask a query what is due, so a missed run is caught up by the
next one and a run in two places at once does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so often; `run` says how many it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


@dataclass(slots=True)
class Schedule:
    """Jobs and when each is next due. A fresh schedule finds all of them due."""

    jobs: Sequence[Job]
    on_failure: Callable[[type[Exception]], object]
    next_at: dict[str, datetime] = field(default_factory=dict)

    def due(self, now: datetime) -> list[Job]:
        return [job for job in self.jobs if self.next_at.get(job.name, now) <= now]


def run_due(schedule: Schedule, *, now: datetime) -> int:
    """Run the jobs that are due, each at most once; count what they did."""
    done = 0
    for job in schedule.due(now):
        schedule.next_at[job.name] = now + job.every
        try:
            done += job.run(now)
        except Exception as error:  # noqa: BLE001 (one job that fails must not stop the others)
            schedule.on_failure(type(error))
    return done


def run_forever(schedule: Schedule, *, stop: Event) -> None:
    """Look for due jobs every second until told to stop."""
    while not stop.wait(PAUSE_SECONDS):
        run_due(schedule, now=datetime.now(UTC))
