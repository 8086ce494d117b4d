"""Sweep up shred keys that nothing needs.

Too few swept does no harm: such a key opens nothing. One too many would be lost for good. With an
old copy of the database, or an empty one, everything newer looks as if it had never come to be;
so only lately made keys are judged by what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet

from evenhand.vault.models import Case, Entry, Epoch, ShredKey

_AFTER = timedelta(days=1)
_UNTIL = timedelta(days=3)
_AT_ONCE = 1000

Row = TypeVar("Row")


def sweep_orphan_shred_keys(now: datetime) -> int:
    """Delete the keys of what never came to be, after a day, and of epochs left behind."""
    today = now.date()
    keys = ShredKey.objects.filter(made_on__gte=today - _UNTIL, made_on__lt=today - _AFTER)
    return _delete([*_entries_that_never_were(keys), *_epochs_that_never_were(keys)], of=keys) + (
        _delete(_epochs_left_behind(), of=ShredKey.objects.all())
    )


def _entries_that_never_were(keys: QuerySet[ShredKey]) -> Iterator[UUID]:
    for some in _some_at_once(keys.filter(number=0).values_list("pk", "entry_id")):
        entries = Entry.objects.filter(pk__in=[entry_id for _, entry_id in some if entry_id])
        known = set(entries.values_list("pk", flat=True))
        yield from (pk for pk, entry_id in some if entry_id not in known)


def _epochs_that_never_were(keys: QuerySet[ShredKey]) -> Iterator[UUID]:
    for some in _some_at_once(keys.filter(number__gt=0).values_list("pk", "case_id", "number")):
        known = _epochs_of(case_id for _, case_id, _ in some)
        yield from (pk for pk, case_id, number in some if (case_id, number) not in known)


def _epochs_left_behind() -> Iterator[UUID]:
    """The readers changed, older entries were caught up, and then something failed."""
    keys = ShredKey.objects.filter(number__gt=0)
    several = keys.values_list("case_id").annotate(count=Count("pk")).filter(count__gt=1)
    for some in _some_at_once(several.values_list("case_id", flat=True)):
        now = dict(Case.objects.filter(pk__in=some).values_list("pk", "epoch"))
        known = _epochs_of(some)
        theirs = keys.filter(case_id__in=some).values_list("pk", "case_id", "number")
        for pk, case_id, number in theirs:
            if number < now.get(case_id, 0) and (case_id, number) not in known:
                yield pk


def _epochs_of(case_ids: Iterable[UUID]) -> set[tuple[UUID, int]]:
    epochs = Epoch.objects.filter(case_id__in=set(case_ids))
    return set(epochs.values_list("case_id", "number"))


def _some_at_once(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    found = list(rows)
    for at in range(0, len(found), _AT_ONCE):
        yield found[at : at + _AT_ONCE]


def _delete(orphans: Iterable[UUID], *, of: QuerySet[ShredKey]) -> int:
    """Asks once more for the day: a key that somebody takes up again is of today."""
    return sum(of.filter(pk__in=some).delete()[0] for some in _some_at_once(orphans))
