"""Keep a case open to the recovery key that the organisation has now (D12)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from evenhand.accounts.queries.roster import roster_of
from evenhand.accounts.values import SignedIn
from evenhand.directory.queries import sharing_on
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import TooBusy
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.recovery import judged
from evenhand.vault.services.epochs import Turn
from evenhand.vault.services.turning import turn_whole
from evenhand.vault.values.declared import Recovery
from evenhand.vault.values.dossiers import OpenCase
from evenhand.vault.values.entries import member_writer
from evenhand.vault.values.naming import told_in_case


def keep_recoverable(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """Judge a case for the present recovery key if it was judged for another, or for none.

    It takes a new epoch whatever comes of it, so that the database does not show which cases are
    sealed to the key. Gives back the case as it is then.
    """
    dossier, known = case.dossier, case.dossier.access.recovery
    roster = roster_of(dossier.organisation_id)
    sharing = sharing_on(roster)
    if sharing is None or (known is not None and known.key == sharing.key):
        return case
    recovery = judged(roster, told_in_case(dossier))
    with suppress(TooBusy):  # the next opening sees to it
        _turn(case, recovery, by=by, now=now)
    return case_visible_to(by, dossier.case_id)


def _turn(case: OpenCase, recovery: Recovery | None, *, by: SignedIn, now: datetime) -> None:
    dossier, key = case.dossier, ReadingKey.new()
    access = dossier.access.without([], key=key.public, left=dossier.leavers)
    writer = member_writer(by.member.id, by.keys.signing)
    to = Turn(access=replace(access, recovery=recovery), key=key, writer=writer)
    turn_whole(case, to, now=now)
