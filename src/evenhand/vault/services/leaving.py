"""A member leaves the organisation (B15)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.accounts.roster_lines import Signature
from evenhand.accounts.services.joining import leave
from evenhand.directory.services.known_as import forget_known_as
from evenhand.vault.models import ConflictCard, RecoveryGrant
from evenhand.vault.services.dummies import blank_slots
from evenhand.vault.services.writing import next_change


@transaction.atomic
def leave_everything(
    member: Member, *, signatures: Iterable[Signature] = (), now: datetime
) -> None:
    """Shut a member out of their account and of every case, at once and for good.

    Sessions and private keys are gone, and every slot of theirs is a dummy. The epoch of a case
    turns without them before anything more is written in it, or when a reader next opens it.
    Nothing here shows which cases those are. What only they could read, nobody of the
    organisation can read any more.
    """
    next_change(member.organisation_id)  # nobody opens a case or turns an epoch meanwhile
    leave(member, signatures=signatures, now=now)
    blank_slots(member)
    ConflictCard.objects.filter(member=member).delete()
    RecoveryGrant.objects.filter(member=member).delete()
    forget_known_as(member)
