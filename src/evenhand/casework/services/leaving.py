"""A lead says that somebody leaves the team (B15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.casework.errors import NotOnTheTeam
from evenhand.casework.queries import may_invite
from evenhand.vault.services.leaving import leave_everything


def let_go(member_id: UUID, *, by: Member, now: datetime) -> None:
    """Shut somebody out at once. Raises NotOnTheTeam, also for whoever may not do that.

    Nobody lets themselves go: a team without a lead could invite nobody.
    """
    may = may_invite(by, now=now)  # asked in any case: refusals are all alike
    members = Member.objects.filter(organisation_id=by.organisation_id, left_on=None)
    member = members.filter(pk=member_id).exclude(pk=by.pk).first()
    if member is None or not may:
        raise NotOnTheTeam
    leave_everything(member, now=now)
