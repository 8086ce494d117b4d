"""Whether the site is healthy, in sentences that say what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from evenhand.accounts.queries.roster import roster_of
from evenhand.casework.queries.warnings import roster_warnings
from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.models import Organisation, Space
from evenhand.directory.outside import outside_of
from evenhand.directory.queries import (
    day_of,
    first_readers,
    is_drill_due,
    sharing_of,
)
from evenhand.notices.models import Notice
from evenhand.notices.queries import hand_overs_waiting_since
from evenhand.operations.errors import OperationsError
from evenhand.operations.services.belonging import check_parts

LEAST_FREE_BYTES = 500 * 1024 * 1024
LONGEST_UNSENT = timedelta(hours=1)


class Grade(StrEnum):
    """How a finding stands, as it is printed."""

    FINE = "ok"
    WARNING = "WARNING"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    sentence: str
    grade: Grade

    @property
    def is_fine(self) -> bool:
        """Also with a warning: the site does what it was told to do."""
        return self.grade is not Grade.PROBLEM


def findings(*, now: datetime) -> list[Finding]:
    """What is in order and what is not. Later checks need the databases, so those come first."""
    found = [_data_folder(), _free_space(), *map(_database, settings.DATABASES)]
    if all(finding.is_fine for finding in found):
        found += [_parts(), _mail(now), _hand_overs(now), *_outside()]
        found += [*_rosters(now), *_spaces(now), *_recovery(now)]
    return found


def _fine(sentence: str) -> Finding:
    return Finding(sentence, Grade.FINE)


def _problem(sentence: str) -> Finding:
    return Finding(sentence, Grade.PROBLEM)


def _data_folder() -> Finding:
    data: Path = settings.DATA
    open_to_others = [
        path
        for path in (data, data / "secrets")
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_others:
        return _problem(f"Others on this machine may look into {open_to_others[0]}: chmod 700.")
    return _fine(f"The data folder {data} belongs to this user alone.")


def _free_space() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_FREE_BYTES:
        return _problem(f"The disk has only {free // 1024**2} MB left: make room.")
    return _fine("There is room on the disk.")


def _database(alias: str) -> Finding:
    try:
        executor = MigrationExecutor(connections[alias])
        is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return _problem(
            f"The database “{alias}” does not answer: is it running, is it the right one?"
        )
    if is_behind:
        return _problem(f"The database “{alias}” is of an older version: run `evenhand prepare`.")
    return _fine(f"The database “{alias}” answers and is up to date.")


def _parts() -> Finding:
    try:
        check_parts()
    except OperationsError as refusal:
        return _problem(str(refusal))
    return _fine("Secrets, database and shred database belong together.")


def _mail(now: datetime) -> Finding:
    late = Notice.objects.filter(send_after__lte=now - LONGEST_UNSENT).exists()
    retried = Notice.objects.filter(tries__gte=5).exists()
    if late or retried:
        return _problem("Notices are not being sent: check EVENHAND_SMTP and the mail server.")
    if not settings.SMTP:
        return _fine(f"Without EVENHAND_SMTP notices are files in {settings.DATA / 'mail'}.")
    return _fine("Notices are being sent.")


def _rosters(now: datetime) -> Iterator[Finding]:
    """Whether the members are those whom the members signed for (A18)."""
    for organisation in Organisation.objects.order_by("name"):
        warnings = roster_warnings(organisation, roster_of(organisation.id), now=now)
        if warnings:
            told = " ".join(warnings)
            yield _problem(
                f"{organisation.name}: the list of members was changed outside this program. {told}"
            )
        else:
            yield _fine(f"{organisation.name}: the list of members is as they signed it.")


def _hand_overs(now: datetime) -> Finding:
    """Only a number: of whom and for whom is nobody's business here."""
    count = hand_overs_waiting_since(now - LONGEST_UNSENT)
    if count:
        return _problem(
            f"Hand-overs to an outside contact wait for more than an hour: {count}."
            " Check EVENHAND_SMTP, the mail server and the contact's address."
        )
    return _fine("No hand-over to an outside contact waits.")


def _outside() -> Iterator[Finding]:
    for organisation in Organisation.objects.filter(is_practice=False).order_by("name"):
        name = organisation.name
        if not organisation.outside_key:
            yield Finding(
                f"{name}: the outside contact has no key. What nobody may read cannot be sent."
                " See `evenhand outside set`.",
                Grade.WARNING,
            )
        elif outside_of(organisation) is None:
            yield _problem(f"{name}: without EVENHAND_SMTP nothing goes to its outside contact.")
        else:
            yield _fine(f"{name}: what nobody may read goes to its outside contact.")


def _spaces(now: datetime) -> Iterator[Finding]:
    for space in Space.objects.select_related("organisation").order_by("name"):
        for look in (_readers, _numbers):
            yield look(space, now)


def _readers(space: Space, now: datetime) -> Finding:
    if not first_readers(space, now=now):
        return _problem(f"{space.name}: nobody would read a report now. Add a lead or duty hours.")
    return _fine(f"{space.name}: somebody reads new reports.")


def _numbers(space: Space, now: datetime) -> Finding:
    numbers = help_numbers(space, space.country, today=day_of(now))
    if numbers.checked_on is None:
        return _problem(f"{space.name}: nobody has checked its help numbers within twelve months.")
    return _fine(f"{space.name}: its help numbers are checked.")


def _recovery(now: datetime) -> Iterator[Finding]:
    """A recovery key that nobody has tried for a year may open nothing any more (D12)."""
    for organisation in Organisation.objects.filter(is_practice=False).order_by("name"):
        name = organisation.name
        if is_drill_due(organisation.id, on=day_of(now)):
            yield _problem(f"{name}: the recovery key's shares were not tried for a year: drill.")
        elif roster_of(organisation.id).recovery is None:
            yield _fine(f"{name}: no recovery key. If all lose their passphrases, all is lost.")
        elif sharing_of(organisation.id) is None:
            yield _problem(f"{name}: nobody knows who keeps the recovery key's shares: a new one.")
        else:
            yield _fine(f"{name}: its recovery key is in use.")
