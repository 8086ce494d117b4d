"""What every member is told when the list of members was changed outside this program (A18).

It depends on no case, and is the same for all members but for what each of them remembers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import joining
from evenhand.accounts.queries.roster_warnings import warnings_in
from evenhand.accounts.roster import Roster
from evenhand.accounts.services.remembering import has_lost_lines
from evenhand.accounts.values import SignedIn
from evenhand.directory.models import Organisation
from evenhand.directory.queries import on_duty_from

_OLDER = (
    "You have seen a newer list of members than the one that is stored now. Somebody has put an"
    " older one in its place."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the list of members stands, for one of them."""

    warnings: list[str]
    words: tuple[str, ...]  # for whoever waits to be confirmed: what they read out


def standing_of(signed_in: SignedIn, roster: Roster, *, now: datetime) -> Standing:
    """The same queries for everybody, whatever is wrong."""
    member = signed_in.member
    warnings = roster_warnings(member.organisation, roster, now=now)
    if has_lost_lines(roster, seen_by=signed_in):
        warnings = [_OLDER, *warnings]
    is_waiting = member.id not in roster.names
    return Standing(warnings, joining(member).check_words if is_waiting else ())


def roster_warnings(organisation: Organisation, roster: Roster, *, now: datetime) -> list[str]:
    """What is wrong for everybody, in sentences."""
    members = list(Member.objects.filter(organisation=organisation))
    waiting = {one.id: one for one in members if one.id not in roster.names}
    on_duty = on_duty_from(organisation, now=now)
    on_duty_too_soon = sorted(one.name for one in waiting.values() if one.id in on_duty)
    return [*warnings_in(roster, members), *map(_too_soon, on_duty_too_soon)]


def _too_soon(name: str) -> str:
    return f"{name} has duty hours, but is not confirmed by two members. {name} gets no report."
