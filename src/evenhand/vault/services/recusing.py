"""A reader steps back from a case, or keeps out somebody whom its report may name (S22, D1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.services.sessions import end_sessions_of
from evenhand.accounts.values import SignedIn
from evenhand.notices.services import notify
from evenhand.vault.errors import NobodyToTakeOver, TooBusy
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.replacements import who_takes_over
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.epochs import exclude_from
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import member_writer

_TRIES = 8


def step_back(case_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """Leave a case for good, at once and on every device, without saying why (S22).

    The last reader hands it on first: whoever takes over is let in and told to look. Raises
    NobodyToTakeOver when there is nobody, and then nothing has changed; else NotVisible, TooBusy.
    """
    writer = member_writer(by.member.id, by.keys.signing)
    for _ in range(_TRIES):
        case = case_visible_to(by, case_id)
        leave = partial(_leave, case.dossier, by=by, now=now)
        case = _with_somebody_else(case, by=by, now=now)
        try:
            exclude_from(case.dossier, [by.member], writer=writer, now=now, also=leave)
        except TooBusy:
            continue
        return
    raise TooBusy


def shut_out(case: OpenCase, members: Iterable[Member], *, by: SignedIn, now: datetime) -> None:
    """Say that a doubt about these members was right: they are kept out for good (D1).

    A reader may do that to members about whom there is a doubt, and to nobody else; for anyone
    else the others would not believe the entry. Raises NobodyLeft, NotVisible, TooBusy.
    """
    out, writer = list(members), member_writer(by.member.id, by.keys.signing)
    for _ in range(_TRIES):
        doubtful = [one for one in out if one.id in case.dossier.access.doubtful]
        if not doubtful:
            return
        try:
            exclude_from(case.dossier, doubtful, writer=writer, now=now)
        except TooBusy:
            case = case_visible_to(by, case.dossier.case_id)
            continue
        return
    raise TooBusy


def _leave(dossier: Dossier, *, by: SignedIn, now: datetime) -> None:
    """Out on every device; whoever goes on reading is told to look what was promised (S22)."""
    end_sessions_of(by.member)
    others = [one for one in dossier.readers_now if one != by.member]
    if others:
        notify(others, now=now)


def _with_somebody_else(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """The case once somebody besides this member reads it."""
    dossier = case.dossier
    if dossier.handlers - {by.member.id}:
        return case
    replacements = who_takes_over(dossier, now=now)
    if not replacements:
        raise NobodyToTakeOver
    return admit(case, replacements, by=by, now=now)
