"""Set up a real organisation: its first space and its first two leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from evenhand.accounts.services.joining import invite
from evenhand.accounts.services.roster import as_founder
from evenhand.accounts.values import Invitation
from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.directory.models import Organisation, RoleKind, SpaceKind
from evenhand.directory.queries import day_of
from evenhand.directory.services import (
    confirm_numbers,
    create_organisation,
    create_space,
    give_role,
    set_local_numbers,
    set_outside,
)
from evenhand.operations.services.links import use_up


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpace:
    """The first meeting or forum."""

    name: str
    slug: str
    kind: SpaceKind
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """Somebody outside to whom reports can be handed over; all empty for nobody yet."""

    name: str = ""
    address: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What is needed to take reports."""

    name: str
    country: str
    conduct_url: str
    outside_contact: str
    outside: Outsider = Outsider()
    leads: Sequence[tuple[str, str]]  # name and address: two, so that one may be left out (S7)
    space: NewSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNumbers:
    """Somebody's word that the help numbers of the space are right (S1)."""

    checked_by: str
    local: Sequence[tuple[str, str]]  # label and number


@transaction.atomic
def set_up(
    new: NewOrganisation, numbers: CheckedNumbers, *, token: str, now: datetime
) -> list[Invitation]:
    """Create all of it or nothing; the leads' invitations are in nobody's hands but the caller's.

    Raises LinkUnusable, Incomplete and its like, and AddressTaken of accounts (a lead) or of
    the directory (the space).
    """
    use_up(token, now=now)
    organisation = create_organisation(
        name=new.name,
        country=new.country,
        conduct_url=new.conduct_url,
        outside_contact=new.outside_contact,
    )
    told = new.outside
    set_outside(organisation, name=told.name, address=told.address, key=told.key)
    space = create_space(
        organisation=organisation,
        name=new.space.name,
        slug=new.space.slug,
        kind=new.space.kind,
        country=new.space.country,
    )
    set_local_numbers(space=space, numbers=numbers.local)
    confirm_numbers(
        space=space,
        country=space.country,
        checked_on=day_of(now),
        checked_by=numbers.checked_by,
    )
    invitations = [_lead(organisation, lead, now=now) for lead in new.leads]
    note(Event.SITE_SET_UP)
    return invitations


def _lead(organisation: Organisation, lead: tuple[str, str], *, now: datetime) -> Invitation:
    name, address = lead
    invitation = invite(organisation, name, address, must_use_second_factor=True, now=now)
    give_role(member=invitation.member, kind=RoleKind.LEAD, starts_on=day_of(now))
    return as_founder(invitation)
