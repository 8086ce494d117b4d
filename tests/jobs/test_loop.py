from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from evenhand.jobs.loop import Job, Schedule, run_due, run_forever

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def counting(name: str, seen: list[str]) -> Job:
    def run(_now: datetime) -> int:
        seen.append(name)
        return 1

    return Job(name, MINUTE, run)


def failing(_now: datetime) -> int:
    message = "what somebody typed"
    raise RuntimeError(message)


def test_a_job_runs_at_once_and_then_when_its_time_has_come() -> None:
    seen: list[str] = []
    schedule = Schedule([counting("a", seen)], on_failure=print)

    done = [run_due(schedule, now=NOON + timedelta(seconds=at)) for at in (0, 30, 60, 90)]

    assert done == [1, 0, 1, 0]


def test_a_job_that_fails_is_reported_by_type_and_does_not_stop_the_others() -> None:
    seen: list[str] = []
    failures: list[type[Exception]] = []
    jobs = [Job("b", MINUTE, failing), counting("a", seen)]

    run_due(Schedule(jobs, on_failure=failures.append), now=NOON)

    assert seen == ["a"]
    assert failures == [RuntimeError]


def test_the_loop_ends_when_told_to_stop() -> None:
    stop = Event()
    loop = Thread(target=run_forever, args=(Schedule([], on_failure=print),), kwargs={"stop": stop})
    loop.start()

    stop.set()
    loop.join(timeout=5)

    assert not loop.is_alive()
