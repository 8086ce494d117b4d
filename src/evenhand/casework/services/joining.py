"""Members join: an account, and a dummy slot in every case there is (B15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.accounts.services.joining import accept_invitation, invite
from evenhand.accounts.values import Invitation
from evenhand.casework.errors import MayNotInvite
from evenhand.casework.queries.team import may_invite
from evenhand.directory.models import RoleKind
from evenhand.directory.queries import policy_in_force
from evenhand.directory.services.roles import give_role
from evenhand.vault.services.dummies import give_dummy_slots


@transaction.atomic
def join(token: str, passphrase: str, *, now: datetime) -> Member:
    """Accept an invitation. The new member sees no older case, and nobody sees that from slots."""
    member = accept_invitation(token, passphrase, now=now)
    give_dummy_slots(member)
    return member


@transaction.atomic
def invite_responder(name: str, address: str, *, by: Member, now: datetime) -> Invitation:
    """Ask somebody to join as a responder. Raises MayNotInvite, AddressTaken."""
    if not may_invite(by, now=now):
        raise MayNotInvite
    policy = policy_in_force(by.organisation, None, on=now.date())
    invitation = invite(
        by.organisation,
        name,
        address,
        must_use_second_factor=policy.second_factor_required,
        now=now,
    )
    give_role(member=invitation.member, kind=RoleKind.RESPONDER, space=None, starts_on=now.date())
    return invitation
