"""Who is what, and who is on duty when (S3, S9)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.directory.errors import OtherOrganisation, TermHasAnEnd, TermInThePast
from evenhand.directory.models import Duty, Role, RoleKind, Space
from evenhand.directory.queries import day_of
from evenhand.directory.terms import Term, terms_of


def give_role(
    *,
    member: Member,
    kind: RoleKind,
    starts_on: date,
    space: Space | None = None,
    ends_on: date | None = None,
) -> Role:
    """Make a member responder, lead … of a space, or of the whole organisation without one.

    Raises TermInThePast for what would change who had a role on an earlier day (B15).
    """
    _refuse_strangers(member, space)
    term, today = Term(kind, starts_on, ends_on), day_of(timezone.now())
    if terms_of(member.id).fills_a_gap(member.id, term, today=today):
        raise TermInThePast
    return Role.objects.create(
        member=member, space=space, kind=kind, starts_on=starts_on, ends_on=ends_on
    )


def end_role(*, role: Role, on: date) -> None:
    """Let a term end with this day. The row stays: it says who could read what, and when.

    Raises TermHasAnEnd for one that would end later than it does: give another instead.
    """
    if role.ends_on is not None and on > role.ends_on:
        raise TermHasAnEnd
    role.ends_on = on
    role.save(update_fields=["ends_on"])


def put_on_duty(*, member: Member, space: Space, starts_at: datetime, ends_at: datetime) -> Duty:
    """New reports of the space go to this member first between these times."""
    _refuse_strangers(member, space)
    return Duty.objects.create(member=member, space=space, starts_at=starts_at, ends_at=ends_at)


def end_duty(*, duty: Duty, at: datetime) -> None:
    """Let a duty end now, or drop it when it has not begun."""
    if at <= duty.starts_at:
        duty.delete()
        return
    duty.ends_at = at
    duty.save(update_fields=["ends_at"])


def _refuse_strangers(member: Member, space: Space | None) -> None:
    if space is not None and space.organisation_id != member.organisation_id:
        raise OtherOrganisation
