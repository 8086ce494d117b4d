"""The practice organisation: made once, in an empty data folder, clearly marked (D14)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from evenhand.accounts.models import Member
from evenhand.accounts.services.joining import accept_invitation, invite
from evenhand.accounts.services.passphrases import suggest_passphrase
from evenhand.accounts.services.roster import as_founder
from evenhand.accounts.values import Invitation
from evenhand.directory.models import Organisation, Space, SpaceKind
from evenhand.directory.queries import day_of
from evenhand.directory.services import (
    confirm_numbers,
    create_organisation,
    create_space,
    give_role,
    put_on_duty,
    set_dates,
    set_local_numbers,
    set_policy,
    set_profile,
    set_ways_to_reach,
)
from evenhand.operations.practice_people import PEOPLE, Person

COUNTRY = "GB"
BEGAN_BEFORE = timedelta(days=30)  # so that invented cases of last week had readers
ON_DUTY_FOR = timedelta(days=365)
AT_ONCE = 2  # as many slow steps as the program does at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A way to sign in and try things out."""

    member: Member
    passphrase: str = field(repr=False)


def create_practice(*, now: datetime) -> list[Account] | None:
    """Everything but cases; None when there is an organisation already."""
    invitations = _lay_out(now=now)
    if invitations is None:
        return None
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(lambda invitation: _join(invitation, now=now), invitations))


@transaction.atomic
def _lay_out(*, now: datetime) -> list[Invitation] | None:
    """The organisation with its spaces and everybody in it, who still have to join."""
    if Organisation.objects.exists():
        return None
    organisation = create_organisation(
        name="Lantern (practice)",
        country=COUNTRY,
        is_practice=True,
        conduct_url="https://practice.example/conduct",
        outside_contact="The ombuds office (invented): ombuds@outside.example",
    )
    set_policy(
        organisation=organisation,
        name="second_factor_required",
        value="false",
        effective_on=day_of(now - BEGAN_BEFORE),
    )
    conference, forum = _conference(organisation, now=now), _forum(organisation, now=now)
    spaces = (conference, forum)
    return [_invite(person, organisation, spaces, now=now) for person in PEOPLE]


def _conference(organisation: Organisation, *, now: datetime) -> Space:
    space = create_space(
        organisation=organisation,
        name="Lantern Conf",
        slug="lantern-conf",
        kind=SpaceKind.CONFERENCE,
        country=COUNTRY,
    )
    today = day_of(now)
    set_dates(
        space=space,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=13),
        place="Harbour Hall (invented)",
        time_zone="Europe/London",
    )
    # Numbers that are set apart for fiction and lead nowhere.
    set_ways_to_reach(space=space, team_phone="+44 1632 960070", in_person="Room 4, ground floor")
    set_local_numbers(
        space=space, numbers=[("Security", "+44 1632 960071"), ("First aid", "+44 1632 960072")]
    )
    _confirm_numbers(space, now=now)
    return space


def _forum(organisation: Organisation, *, now: datetime) -> Space:
    space = create_space(
        organisation=organisation,
        name="Lantern Forum",
        slug="lantern-forum",
        kind=SpaceKind.FORUM,
        country=COUNTRY,
    )
    _confirm_numbers(space, now=now)
    return space


def _confirm_numbers(space: Space, *, now: datetime) -> None:
    confirm_numbers(
        space=space, country=COUNTRY, checked_on=day_of(now), checked_by="Practice (nobody)"
    )


def _invite(
    person: Person, organisation: Organisation, spaces: tuple[Space, Space], *, now: datetime
) -> Invitation:
    invitation = invite(
        organisation, person.name, person.address, must_use_second_factor=False, now=now
    )
    member = invitation.member
    set_profile(
        member=member,
        pronouns=person.pronouns,
        languages=person.languages,
        about=person.about,
    )
    give_role(
        member=member,
        kind=person.role,
        space=spaces[1] if person.forum_only else None,
        starts_on=day_of(now - BEGAN_BEFORE),
    )
    if person.is_on_duty:
        began, ends = now - BEGAN_BEFORE, now + ON_DUTY_FOR
        for space in spaces:
            put_on_duty(member=member, space=space, starts_at=began, ends_at=ends)
    return as_founder(invitation)


def _join(invitation: Invitation, *, now: datetime) -> Account:
    """The slow step of a passphrase; runs in a thread of its own, with its own connection."""
    passphrase = suggest_passphrase()
    try:
        member = accept_invitation(invitation.token, passphrase, now=now)
    finally:
        connection.close()
    return Account(member=member, passphrase=passphrase)
