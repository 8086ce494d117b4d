"""One-time links: into the set-up of an organisation, and for those whom it invites."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from evenhand.accounts.models import Member
from evenhand.accounts.queries.members import member_at
from evenhand.accounts.services.joining import invite_again
from evenhand.accounts.values import Invitation
from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.operations.errors import LinkUnusable, NobodyInvited
from evenhand.operations.models import SetupLink
from evenhand.operations.queries import hash_of, usable_links


def make_setup_link(*, now: datetime) -> str:
    """The address of a fresh link; those made before can no longer be used."""
    token = secrets.token_urlsafe(32)
    SetupLink.objects.filter(used_at=None).delete()
    SetupLink.objects.create(token_hash=hash_of(token), made_at=now)
    note(Event.SETUP_LINK_MADE)
    return address_of("operations:set_up", token)


def use_up(token: str, *, now: datetime) -> None:
    """The second of two who use a link at once is refused. Raises LinkUnusable."""
    if not usable_links(token, now=now).update(used_at=now):
        raise LinkUnusable


def invite_anew(address: str, *, now: datetime) -> str:
    """A fresh invitation link for somebody who has not joined yet. Raises NobodyInvited."""
    member = member_at(address)
    if member is None or not _has_yet_to_join(member):
        raise NobodyInvited
    return link_of(invite_again(member, now=now))


def link_of(invitation: Invitation) -> str:
    return address_of("casework:join", invitation.token)


def address_of(page: str, token: str) -> str:
    origin: str = settings.ORIGIN.geturl()
    return origin.rstrip("/") + reverse(page, args=[token])


def _has_yet_to_join(member: Member) -> bool:
    return member.joined_on is None and member.left_on is None
