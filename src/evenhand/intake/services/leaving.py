"""Remember forms that were left, so that the Back button does not bring their text again."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from evenhand.intake.models import LeftForm

# A sealed form is valid for two days; after the third no left one could come back anyway.
REMEMBERED_FOR = timedelta(days=3)


def leave_form(draft_id: bytes, *, now: datetime) -> None:
    """The form is over: its page must not come again."""
    LeftForm.objects.get_or_create(id_hash=_hash(draft_id), defaults={"left_on": now.date()})


def was_left(draft_id: bytes) -> bool:
    return LeftForm.objects.filter(id_hash=_hash(draft_id)).exists()


def forget_left_forms(now: datetime) -> int:
    """Drop what is remembered longer than any form is valid; count it."""
    forgotten, _ = LeftForm.objects.filter(left_on__lt=(now - REMEMBERED_FOR).date()).delete()
    return forgotten


def _hash(draft_id: bytes) -> str:
    return hashlib.sha256(draft_id).hexdigest()
