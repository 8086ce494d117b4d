"""Erase for good: the shred key first, so that no backup opens what was erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from evenhand.vault.errors import AlreadyRead
from evenhand.vault.models import Case, Entry, ShredKey
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.files import forget_files_of
from evenhand.vault.services.reporting import keep_address
from evenhand.vault.services.writing import Act, append_as_it_stands, next_change
from evenhand.vault.values.declared import notice_address_to_body
from evenhand.vault.values.dossiers import Dossier, Visit
from evenhand.vault.values.entries import Draft, Kind, reporter_writer


def erase_report(visit: Visit) -> None:
    """Delete the whole report. Raises AlreadyRead once a member has opened it."""
    with transaction.atomic():
        next_change(visit.organisation_id)
        dossier = dossier_of(visit)
        if dossier.has_been_opened:
            raise AlreadyRead
        erase_whole(visit.case_id)
    drop_stub(visit.case_id)


def erase_whole(case_id: UUID) -> None:
    """Everything of a case, its keys first. The caller holds the organisation's lock.

    With the keys goes all that could be read, in one moment and in every copy. What is left of
    them says that this case is being erased, until its files and rows are gone too: if a failure
    comes in between, a job does the rest.
    """
    keys = ShredKey.objects.filter(case_id=case_id)
    with transaction.atomic(using="shred"):
        keys.filter(number=0).delete()
        keys.update(key=b"")
    forget_files_of(case_id)
    Case.objects.filter(pk=case_id).delete()


def drop_stub(case_id: UUID) -> None:
    """The last step of erasing a case, once its rows are gone for sure."""
    ShredKey.objects.filter(case_id=case_id, key=b"").delete()


def finish_erasing(now: datetime) -> int:
    """Delete what a failure has left of cases whose keys are gone; count them."""
    del now
    begun = ShredKey.objects.filter(key=b"").values_list("case_id", flat=True)
    cases = set(begun)
    for case_id in cases:
        with transaction.atomic():
            erase_whole(case_id)
        drop_stub(case_id)
    return len(cases)


def erase_identity(visit: Visit, sealed_notice_address: bytes, *, now: datetime) -> None:
    """Forget who the reporter is and how to reach them, in the case and in every backup.

    That it is erased is said first, so that nothing is ever missing without a word. What a
    failure leaves undone is done when somebody next opens the case, or asks for it again.
    """
    told: set[UUID] = set()

    def drafts_for(dossier: Dossier) -> list[Draft]:
        told.update(dossier.erased, (entry.id for entry in dossier.of_kind(Kind.IDENTITY)))
        body = {
            "entries": sorted(entry_id.hex for entry_id in told),
            **notice_address_to_body(sealed_notice_address),
        }
        return [Draft(Kind.ERASED, body)]

    def forget() -> None:
        Entry.objects.filter(pk__in=told).update(sealed=b"")
        keep_address(visit, sealed_notice_address)

    writer = reporter_writer(visit.keys.signing)
    act = Act(load=partial(dossier_of, visit), writer=writer, also=forget)
    append_as_it_stands(act, drafts_for, now=now)
    shred_entries(told)


def shred_entries(erased: Collection[UUID]) -> None:
    """Delete the keys of erased entries: from now on no copy of the database opens them."""
    if erased:
        ShredKey.objects.filter(entry_id__in=erased).delete()
