"""Open a case; whoever the recovery key lets in becomes its reader with the first look (D12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import RecoveryGrant
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.recovered import case_recovered_by
from evenhand.vault.services.epochs import Turn
from evenhand.vault.services.turning import turn_whole
from evenhand.vault.values.dossiers import OpenCase
from evenhand.vault.values.entries import member_writer

_TRIES = 8


def opened(by: SignedIn, case_id: UUID, *, now: datetime) -> OpenCase:
    """The case, for its readers and for whoever may become one. Raises NotVisible, TooBusy."""
    try:
        return case_visible_to(by, case_id)
    except NotVisible:
        return _entered(by, case_id, now=now)


def _entered(by: SignedIn, case_id: UUID, *, now: datetime) -> OpenCase:
    """A new epoch with them, which says that the recovery key let them in."""
    for _ in range(_TRIES):
        case, statement = case_recovered_by(by, case_id)
        try:
            _enter(case, statement, by=by, now=now)
        except TooBusy:
            continue
        return case_visible_to(by, case_id)
    raise TooBusy


def _enter(case: OpenCase, statement: bytes, *, by: SignedIn, now: datetime) -> None:
    dossier, key = case.dossier, ReadingKey.new()
    access = dossier.access.including(
        {by.member.id: by.keys.public}, key=key.public, left=dossier.leavers
    )
    grants = RecoveryGrant.objects.filter(member=by.member, case_id=dossier.case_id)

    def forget_grant() -> None:
        grants.delete()

    to = Turn(
        access=access,
        key=key,
        writer=member_writer(by.member.id, by.keys.signing),
        statement=statement,
        also=forget_grant,
    )
    turn_whole(case, to, now=now)
