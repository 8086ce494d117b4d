"""A report may name a member: the readers say whether that is a conflict or harmless (D1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.vault.errors import NotVisible
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.recusing import shut_out
from evenhand.vault.values.dossiers import OpenCase


def keep_out_mentioned(case_id: UUID, member_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """It is a conflict. Raises NotVisible when there is no such doubt (any more)."""
    case = case_visible_to(by, case_id)
    shut_out(case, [_doubtful(case, member_id)], by=by, now=now)


def admit_mentioned(case_id: UUID, member_id: UUID, *, by: SignedIn, now: datetime) -> None:
    """It is harmless: they may read from now on, and are told. Raises as keep_out_mentioned."""
    case = case_visible_to(by, case_id)
    admit(case, [_doubtful(case, member_id)], by=by, now=now)


def _doubtful(case: OpenCase, member_id: UUID) -> Member:
    doubtful = {member.id: member for member in case.dossier.doubtful_now}
    if member_id not in doubtful:
        raise NotVisible
    return doubtful[member_id]
