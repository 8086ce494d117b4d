"""Everything that happens by the clock, and how often. One thread of each worker runs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event as Flag
from threading import Thread

from django.db import close_old_connections

from evenhand.accounts.jobs import drop_ended_sessions
from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.intake.jobs import drop_left_forms
from evenhand.jobs.loop import Job, Schedule, run_forever
from evenhand.notices.jobs import send_due_hand_overs, send_due_notices
from evenhand.vault.jobs import (
    erase_forgotten_cases,
    finish_erasing,
    sweep_orphan_shred_keys,
)


def refresh_connections(_now: datetime) -> int:
    """A database that was away is asked anew."""
    close_old_connections()
    return 0


JOBS = (
    Job("refresh connections", timedelta(seconds=1), refresh_connections),
    Job("send notices", timedelta(seconds=15), send_due_notices),
    Job("send hand-overs", timedelta(seconds=15), send_due_hand_overs),
    Job("drop ended sessions", timedelta(minutes=1), drop_ended_sessions),
    Job("drop left forms", timedelta(minutes=1), drop_left_forms),
    Job("finish erasing", timedelta(hours=1), finish_erasing),
    Job("erase forgotten cases", timedelta(hours=1), erase_forgotten_cases),
    Job("sweep shred keys", timedelta(hours=1), sweep_orphan_shred_keys),
)


def start() -> None:
    """Run the jobs in the background for as long as the process lives."""
    schedule = Schedule(JOBS, on_failure=lambda kind: note(Event.JOB_FAILED, error=kind))
    note(Event.SITE_STARTED)
    Thread(
        target=run_forever, args=(schedule,), kwargs={"stop": Flag()}, name="jobs", daemon=True
    ).start()
