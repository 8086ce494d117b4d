"""A reader opens a case: everything that waited for one is done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.vault.services.asking import take_in_answers
from evenhand.vault.services.entering import opened
from evenhand.vault.services.handling import log_opening
from evenhand.vault.services.rounds import keep_rounds_going
from evenhand.vault.values.dossiers import Dossier


def look_in(case_id: UUID, *, by: SignedIn, now: datetime) -> Dossier:
    """The case, recorded as opened (D2), with the answers that have come and its rounds going on.

    Raises NotVisible, TooBusy.
    """
    case = take_in_answers(opened(by, case_id, now=now), by=by, now=now)
    case = log_opening(case, by=by, now=now)
    return keep_rounds_going(case, by=by, now=now).dossier
