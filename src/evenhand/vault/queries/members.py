"""Who gets a slot, real or dummy, in every case of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import keys_of, roster_of
from evenhand.accounts.roster import Roster
from evenhand.accounts.values import PublicKeys


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody who gets a slot, and the keys of those whose slot may be a real one.

    The keys are the roster's (A18). Whose row says anything else is no reader and gets a dummy.
    """

    members: list[Member]
    keys: Mapping[UUID, PublicKeys]

    @property
    def readers(self) -> list[Member]:
        """Those who may be let in."""
        return [member for member in self.members if member.id in self.keys]


def team_of(organisation_id: UUID) -> Team:
    return team_on(roster_of(organisation_id))


def team_on(roster: Roster) -> Team:
    """The same, for whoever has looked at the roster already."""
    members = list(slot_holders(roster.organisation_id))
    return Team(members, keys_of(members, roster))


def slot_holders(organisation_id: UUID) -> QuerySet[Member]:
    """Every member who has joined and not left, in no telling order."""
    members = Member.objects.filter(
        organisation_id=organisation_id, joined_on__isnull=False, left_on=None
    )
    return members.only("id", "name", "reading_key", "verify_key", "address").order_by("id")
