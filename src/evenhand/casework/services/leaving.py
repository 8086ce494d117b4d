"""Two members say that somebody leaves the team (B15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import agrees, roster_of, waiting_in
from evenhand.accounts.roster_lines import RosterKind
from evenhand.accounts.services.confirming import agree_to_leaving
from evenhand.accounts.values import SignedIn
from evenhand.casework.errors import NotOnTheTeam
from evenhand.casework.queries.team import may_invite
from evenhand.vault.services.leaving import leave_everything


def let_go(member_id: UUID, *, by: SignedIn, now: datetime) -> bool:
    """Shut somebody out, once two members say so; False while a second one is missing.

    A lead or the chair says it first, anybody on the roster second; where only two are left, one is
    enough, and for somebody who has not been confirmed too. Raises NotOnTheTeam, also for whoever
    may not say that. Nobody lets themselves go: a team without a lead could invite nobody.
    """
    # All of this is asked in any case: refusals are all alike.
    organisation_id = by.member.organisation_id
    roster, may = roster_of(organisation_id), may_invite(by.member, now=now)
    members = Member.objects.filter(organisation_id=organisation_id, left_on=None)
    member = members.filter(pk=member_id).exclude(pk=by.member.pk).first()
    told = {one.statement.member_id: one.statement.kind for one in waiting_in(roster)}
    is_second = told.get(member_id) is RosterKind.LEFT
    if member is None or not (may or is_second) or not agrees(by.member, roster):
        raise NotOnTheTeam
    if member_id not in roster.keys:
        leave_everything(member, now=now)
        return True
    agreed = agree_to_leaving(member_id, by=by, now=now)
    if agreed.is_enough:
        leave_everything(member, signatures=agreed.signatures, now=now)
    return agreed.is_enough
