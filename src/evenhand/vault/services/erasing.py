"""Erase for good: the shred key first, so that no backup opens what was erased."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from evenhand.vault.errors import AlreadyRead
from evenhand.vault.models import Case, Entry, Epoch, Receipt, ShredKey
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.files import forget_files_of
from evenhand.vault.services.writing import Act, append, next_change
from evenhand.vault.values.dossiers import Dossier, Visit
from evenhand.vault.values.entries import Draft, Kind, reporter_writer

_ORPHANS_AFTER = timedelta(days=1)
_AT_ONCE = 1000


def erase_report(visit: Visit) -> None:
    """Delete the whole report. Raises AlreadyRead once a member has opened it."""
    with transaction.atomic():
        next_change(visit.organisation_id)
        dossier = dossier_of(visit)
        if dossier.has_been_opened:
            raise AlreadyRead
        ShredKey.objects.filter(case_id=visit.case_id).delete()
        forget_files_of(visit.case_id)
        Case.objects.filter(pk=visit.case_id).delete()


def erase_identity(visit: Visit, sealed_notice_address: bytes, *, now: datetime) -> None:
    """Forget who the reporter is and how to reach them, in the case and in every backup."""
    loaded: list[Dossier] = []

    def load() -> Dossier:
        loaded.append(dossier_of(visit))
        return loaded[-1]

    told = [entry.id for entry in load().of_kind(Kind.IDENTITY)]

    def forget() -> None:
        ShredKey.objects.filter(entry_id__in=told).delete()
        Entry.objects.filter(pk__in=told).update(sealed=b"")
        Receipt.objects.filter(locator=visit.keys.locator.hex()).update(
            sealed_notice_address=sealed_notice_address
        )

    draft = Draft(Kind.ERASED, {"entries": [entry_id.hex for entry_id in told]})
    writer = reporter_writer(visit.keys.signing)
    append(Act(load=load, writer=writer, also=forget), [draft], now=now)


def sweep_orphan_shred_keys(now: datetime) -> int:
    """Delete shred keys whose case, epoch or entry never came to be, after a day."""
    before = (now - _ORPHANS_AFTER).date()
    return _sweep_epochs(before) + _sweep_entries(before)


def _sweep_epochs(before: date) -> int:
    keys = ShredKey.objects.filter(number__gt=0, made_on__lt=before)
    known = set(Epoch.objects.values_list("case_id", "number"))
    orphans = [
        pk
        for pk, *epoch in keys.values_list("pk", "case_id", "number")
        if tuple(epoch) not in known
    ]
    return _delete(orphans)


def _sweep_entries(before: date) -> int:
    keys = ShredKey.objects.filter(number=0, made_on__lt=before)
    known = set(Entry.objects.values_list("id", flat=True))
    return _delete([pk for pk, entry in keys.values_list("pk", "entry_id") if entry not in known])


def _delete(orphans: list[UUID]) -> int:
    for at in range(0, len(orphans), _AT_ONCE):
        ShredKey.objects.filter(pk__in=orphans[at : at + _AT_ONCE]).delete()
    return len(orphans)
