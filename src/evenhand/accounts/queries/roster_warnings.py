"""Where the rows of members say anything else than the roster: somebody wrote the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import own_keys
from evenhand.accounts.roster import Roster


def warnings_in(roster: Roster, members: Iterable[Member]) -> list[str]:
    """In sentences. `members` are all rows of the organisation."""
    rows = {member.id: member for member in members}
    found = [*roster.problems]
    for member in sorted(rows.values(), key=lambda one: (one.name, one.id)):
        found += _about(member, roster)
    lost = sorted(name for one, name in roster.names.items() if one in roster.keys.keys() - rows)
    return [*found, *(f"{name} stands on the list, but is not stored any more." for name in lost)]


def _about(member: Member, roster: Roster) -> Iterator[str]:
    if member.id in roster.keys:
        yield from _about_confirmed(member, roster)
    elif member.id in roster.left and member.is_active:
        yield f"{member.name} has left, but is stored as a member again."
    elif member.is_active and member.confirmed_on is not None:
        yield (
            f"{member.name} is stored as confirmed, but no two members have signed for them."
            f" {member.name} gets no report."
        )


def _about_confirmed(member: Member, roster: Roster) -> Iterator[str]:
    name = roster.names[member.id]
    if roster.keys[member.id] != own_keys(member):
        yield f"{name}’s keys are not the ones that were signed. {name} gets no new report."
    if name != member.name:
        yield f"{name} is stored under another name: {member.name}. They get no new report."
    if not member.is_active:
        yield f"{name} stands on the list, but is stored as somebody who is not there."
    elif member.confirmed_on is None:
        yield f"{name} stands on the list, but is stored as waiting. They get no new report."
