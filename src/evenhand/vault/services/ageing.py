"""Cases that ended are erased by age, and never without a last call (values/erasure.py)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.values import SignedIn
from evenhand.directory.queries import day_of
from evenhand.notices.services import notify
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NoDayToEraseOn, StillOpen, VaultError
from evenhand.vault.models import Case
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.erasing import drop_stub, erase_whole
from evenhand.vault.services.handling import append_by_member
from evenhand.vault.services.writing import next_change
from evenhand.vault.values.covers import Cover
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Draft, Kind
from evenhand.vault.values.erasure import (
    KEEP_LONGER_MONTHS,
    RENEWED_WITHIN_MONTHS,
    first_of_month,
    is_to_be_erased,
    may_be_erased_on,
    months_after,
    needs_last_call,
    outlasts,
)

_AT_ONCE = 10  # the others wait for the next look
_FORGOTTEN_AT_ONCE = 100


def erase_on(case_id: UUID, day: date, why: Secret, *, by: SignedIn, now: datetime) -> None:
    """Set another day, earlier or later; the reason stays in the case, for its readers alone.

    Raises StillOpen, NoDayToEraseOn, NotVisible, TooBusy.
    """
    if not may_be_erased_on(day, today=day_of(now)):
        raise NoDayToEraseOn
    _cover_of_ended(case_id, by)
    drafts = [Draft(Kind.NOTE, {"text": why.reveal()}), _to_erase_on(day)]
    append_by_member(case_id, drafts, by=by, now=now)


def keep_longer(case_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """Three months from today, with one tap, unless its day is later than that anyway.

    Raises StillOpen, NotVisible, TooBusy.
    """
    cover, day = _cover_of_ended(case_id, by), months_after(day_of(now), KEEP_LONGER_MONTHS)
    if cover.erase_on is None or cover.erase_on < day:
        append_by_member(case_id, [_to_erase_on(day)], by=by, now=now)


def erase_due_cases(covers: list[Cover], *, by: SignedIn, now: datetime) -> list[Cover]:
    """What a reader's look at the list does about age; gives back the list as it is then.

    The same queries for everybody, but for those to whom something is due.
    """
    today = day_of(now)
    _renew(covers, by=by, today=today)
    due = [c for c in covers if needs_last_call(c, today=today) or is_to_be_erased(c, today=today)]
    for cover in due[:_AT_ONCE]:
        with suppress(VaultError):  # somebody else has just seen to it, or the next look will
            if cover.is_called:
                _erase(cover.case_id, by=by, now=now)
            else:
                _call(cover.case_id, by=by, now=now)
    return covers_visible_to(by) if due else covers


def erase_forgotten_cases(now: datetime) -> int:
    """Erase the cases whose last month is over: no reader who needs them came for a year."""
    today = day_of(now)
    over = Case.objects.filter(kept_until__lte=today).order_by("kept_until", "pk")
    asked = list(over.values_list("pk", "organisation_id")[:_FORGOTTEN_AT_ONCE])
    return sum(_erase_if_forgotten(*each, today=today) for each in asked)


def _cover_of_ended(case_id: UUID, by: SignedIn) -> Cover:
    cover = case_visible_to(by, case_id).dossier.cover
    if not cover.is_over:
        raise StillOpen
    return cover


def _to_erase_on(day: date) -> Draft:
    return Draft(Kind.ERASE_ON, {"erase_on": day.isoformat()})


def _call(case_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """The last call: from now on two weeks are left, and the other readers are told to look."""
    dossier = case_visible_to(by, case_id).dossier
    others = [member for member in dossier.readers_now if member.id != by.member.id]

    def tell() -> None:
        notify(others, now=now)

    append_by_member(case_id, [Draft(Kind.LAST_CALL)], by=by, now=now, also=tell)


def _erase(case_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """Looks once more under the lock: somebody may just have kept the case."""
    with transaction.atomic():
        next_change(by.member.organisation_id)
        dossier = case_visible_to(by, case_id).dossier
        if not _is_to_be_erased(dossier, today=day_of(now)):
            return
        erase_whole(case_id)
    drop_stub(case_id)


def _is_to_be_erased(dossier: Dossier, *, today: date) -> bool:
    """A case that was changed outside the program is evidence: it waits for its last month."""
    return dossier.is_whole and is_to_be_erased(dossier.cover, today=today)


def _renew(covers: Iterable[Cover], *, by: SignedIn, today: date) -> None:
    """Put off the last month of cases that are still needed.

    For all cases that the organisation opened in that month: the database does not tell which.
    """
    soon = months_after(today, RENEWED_WITHIN_MONTHS)
    known = {cover.case_id: cover for cover in covers}
    cases = Case.objects.filter(organisation_id=by.member.organisation_id)
    ending = cases.filter(kept_until__lt=soon).values_list("pk", "opened_on", "kept_until")
    months = {
        first_of_month(opened_on)
        for case_id, opened_on, until in ending
        if case_id in known and outlasts(known[case_id], until)
    }
    until = months_after(first_of_month(soon), 1)
    for first in months:
        cases.filter(
            opened_on__gte=first,
            opened_on__lt=months_after(first, 1),
        ).update(kept_until=until)


def _erase_if_forgotten(case_id: UUID, organisation_id: UUID, *, today: date) -> bool:
    with transaction.atomic():
        next_change(organisation_id)
        if not Case.objects.filter(pk=case_id, kept_until__lte=today).exists():
            return False
        erase_whole(case_id)
    drop_stub(case_id)
    return True
