"""Organisations, spaces and members for the directory's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from evenhand.accounts.models import Member
from evenhand.accounts.services.joining import leave
from evenhand.accounts.services.roster import found
from evenhand.accounts.values import Keys
from evenhand.directory.models import Duty, Organisation, Role, RoleKind, Space, SpaceKind
from evenhand.directory.services import create_organisation, create_space, give_role, put_on_duty

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
TODAY = NOON.date()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def organisation(name: str = "Juniper", *, is_practice: bool = False) -> Organisation:
    return create_organisation(name=name, country="DE", is_practice=is_practice)


def space(of: Organisation, name: str = "Meadow", *, country: str = "DE") -> Space:
    return create_space(
        organisation=of, name=name, slug=name.lower(), kind=SpaceKind.CONFERENCE, country=country
    )


def member(of: Organisation, name: str = "Ada", *, left_on: date | None = None) -> Member:
    """Somebody who founded it, and perhaps has left."""
    keys = Keys.new()
    somebody = Member.objects.create(
        organisation=of,
        name=name,
        address=f"{name.lower()}-{uuid4().hex[:6]}@example.org",
        verifier="a" * 64,
        reading_key=keys.public.reading,
        verify_key=keys.public.verify,
        joined_on=TODAY - 30 * DAY,
    )
    found(somebody, keys, now=NOON)
    if left_on is not None:
        leave(somebody, now=NOON)
        Member.objects.filter(pk=somebody.pk).update(left_on=left_on)
    somebody.refresh_from_db()
    return somebody


def invited(of: Organisation, name: str) -> Member:
    """A member who has not accepted the invitation and so has no keys."""
    return Member.objects.create(organisation=of, name=name, address=f"{uuid4().hex}@example.org")


def on_duty(somebody: Member, at: Space) -> Duty:
    return put_on_duty(member=somebody, space=at, starts_at=NOON - HOUR, ends_at=NOON + HOUR)


def role(somebody: Member, kind: RoleKind, at: Space | None = None) -> Role:
    return give_role(member=somebody, kind=kind, space=at, starts_on=TODAY - DAY)
