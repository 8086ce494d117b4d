"""Remember forms that are over: left, or handed over to somebody outside.

So the Back button does not bring the text of the first again, nor a second Send the other.
"""

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


def take_once(mark: bytes, *, now: datetime) -> bool:
    """Whether this is the first time. Its row looks like that of any form that was left."""
    _, is_new = LeftForm.objects.get_or_create(
        id_hash=_hash(mark), defaults={"left_on": now.date()}
    )
    return is_new


def forget_left_forms(now: datetime) -> int:
    """Drop what is remembered longer than any form is valid; count it."""
    forgotten, _ = LeftForm.objects.filter(left_on__lt=(now - REMEMBERED_FOR).date()).delete()
    return forgotten


def _hash(draft_id: bytes) -> str:
    return hashlib.sha256(draft_id).hexdigest()
