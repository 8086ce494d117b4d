"""Who reads a case on when its last reader steps back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from evenhand.accounts.models import Member
from evenhand.directory.models import Role, RoleKind
from evenhand.directory.queries import MAY_BE_CHOSEN, day_of
from evenhand.vault.queries.policies import policy_for
from evenhand.vault.values.asked import free_to_be_asked, who_is_waited_for
from evenhand.vault.values.covers import Stage
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.rounds import Asks

AT_MOST = 3  # as many as read a new report first; more would only spread it


def who_takes_over(dossier: Dossier, *, now: datetime) -> list[Member]:
    """Leads of the space; else the chair; else Board members. Never somebody who is kept out.

    A doubt about somebody (D1) is enough, and so is their own word (B2). Those of the space itself
    come before those of all.
    """
    every = _roles(dossier, now=now)
    free = free_to_be_asked(dossier, (role.member_id for role in every))
    roles = [role for role in every if role.member_id in free]
    for kind in MAY_BE_CHOSEN:
        found = {role.member_id: role.member for role in roles if role.kind == kind}
        if found:
            return list(found.values())[:AT_MOST]
    return []


def who_should_step_in(dossier: Dossier, *, now: datetime) -> list[Member]:
    """Board members to ask when too many leads are kept out and none of the Board reads it (S23).

    They are asked as everybody is. Once they have said that they have no conflict of interest they
    read the case until it is closed. Whoever has said that they have one is not asked.
    """
    access = dossier.access
    is_closed = dossier.cover.stage is Stage.CLOSED
    kept_out = frozenset() if is_closed else access.excluded | access.doubtful
    roles = list(_roles(dossier, now=now)) if kept_out else []
    leads = {role.member_id for role in roles if role.kind == RoleKind.LEAD}
    board = {role.member_id: role.member for role in roles if role.kind == RoleKind.BOARD}
    if (
        not leads & kept_out
        or len(leads & kept_out) <= _most_kept_out(dossier, now=now)
        or access.readers & set(board)
    ):
        return []
    free = free_to_be_asked(dossier, board) - who_is_waited_for(dossier, Asks.BOARD, now=now)
    return [member for member_id, member in board.items() if member_id in free]


def advisers_for(dossier: Dossier, *, now: datetime) -> list[Member]:
    """Advisers and alternates whom a reader may let in (B15), by name."""
    free = free_to_be_asked(dossier, dossier.terms.advising(day_of(now)))
    free -= who_is_waited_for(dossier, Asks.ADVISER, now=now)
    return [member for member in dossier.named(free) if member.is_active]


def who_may_come_back(dossier: Dossier) -> list[Member]:
    """Whoever read the case until their terms ended, and has a new one since (B15)."""
    access = dossier.access
    back = access.left - dossier.over - access.excluded - access.doubtful
    return [member for member in dossier.named(back) if member.is_active]


def _most_kept_out(dossier: Dossier, *, now: datetime) -> int:
    return policy_for(dossier, now=now).leads_kept_out_before_step_in


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
