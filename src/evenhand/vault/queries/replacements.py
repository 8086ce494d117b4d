"""Who reads a case on when its last reader steps back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from evenhand.accounts.models import Member
from evenhand.directory.models import Organisation, Role, RoleKind
from evenhand.directory.queries import MAY_BE_CHOSEN, day_of, policy_in_force
from evenhand.vault.values.dossiers import Dossier

AT_MOST = 3  # as many as read a new report first; more would only spread it


def who_takes_over(dossier: Dossier, *, now: datetime) -> list[Member]:
    """Leads of the space; else the chair; else Board members. Never somebody who is kept out.

    A doubt about somebody (D1) is enough. Those of the space itself come before those of all.
    """
    access = dossier.access
    passed_over = access.excluded | access.doubtful | access.readers
    roles = [role for role in _roles(dossier, now=now) if role.member_id not in passed_over]
    for kind in MAY_BE_CHOSEN:
        found = {role.member_id: role.member for role in roles if role.kind == kind}
        if found:
            return list(found.values())[:AT_MOST]
    return []


def who_should_step_in(dossier: Dossier, *, now: datetime) -> list[Member]:
    """Board members to ask when too many leads are kept out and none of the Board reads it (S23).

    They are asked as everybody is, and read the case once they have said that they have no
    conflict of interest.
    """
    access = dossier.access
    kept_out = access.excluded | access.doubtful
    roles = list(_roles(dossier, now=now)) if kept_out else []
    leads = {role.member_id for role in roles if role.kind == RoleKind.LEAD}
    board = {role.member_id: role.member for role in roles if role.kind == RoleKind.BOARD}
    if (
        not leads & kept_out
        or len(leads & kept_out) <= _most_kept_out(dossier, now=now)
        or access.readers & set(board)
    ):
        return []
    return [member for member_id, member in board.items() if member_id not in kept_out]


def _most_kept_out(dossier: Dossier, *, now: datetime) -> int:
    organisation = Organisation(id=dossier.organisation_id)
    policy = policy_in_force(organisation, None, on=day_of(now))
    return policy.leads_kept_out_before_step_in


def _roles(dossier: Dossier, *, now: datetime) -> list[Role]:
    """Of whoever stands on the roster. A case knows its space by name, as the report was sent."""
    today = day_of(now)
    found = (
        Role.objects.filter(
            Q(space=None) | Q(space__name=dossier.report.space_name),
            Q(ends_on=None) | Q(ends_on__gte=today),
            member__organisation_id=dossier.organisation_id,
            member__joined_on__isnull=False,
            member__left_on=None,
            starts_on__lte=today,
        )
        .select_related("member")
        .order_by("member__name", "member_id")
    )
    confirmed = (role for role in found if role.member_id in dossier.may_read)
    return sorted(confirmed, key=lambda role: role.space_id is None)
