"""Who is on the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import Waiting, agrees, joining, waiting_in
from evenhand.accounts.roster import AGREE, Roster
from evenhand.accounts.roster_lines import RECOVERY, RosterKind, Signature
from evenhand.casework.values.team import Colleague, Newcomer, Team
from evenhand.directory.models import Role, RoleKind
from evenhand.directory.queries import public_members
from evenhand.directory.values import Reader

_INVITERS = (RoleKind.LEAD, RoleKind.CHAIR)


def may_invite(member: Member, *, now: datetime) -> bool:
    """Leads and the chair ask people to join."""
    today = now.date()
    return (
        Role.objects.filter(member=member, kind__in=_INVITERS, starts_on__lte=today)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .exists()
    )


def team_shown_to(viewer: Member, roster: Roster, *, now: datetime) -> Team:
    """Everybody on the roster, and everybody who waits to come onto it."""
    organisation = viewer.organisation
    looking = _Looking(
        viewer=viewer,
        roster=roster,
        waiting={(one.statement.kind, one.statement.member_id): one for one in waiting_in(roster)},
        readers={reader.member.id: reader for reader in public_members(organisation, now)},
        may_invite=may_invite(viewer, now=now),
    )
    rows = Member.objects.filter(organisation=organisation, joined_on__isnull=False, left_on=None)
    return Team(
        colleagues=[
            looking.at_colleague(member)
            for member in sorted(roster.keys, key=lambda one: (roster.names[one], one))
        ],
        newcomers=[
            looking.at_newcomer(member)
            for member in rows.order_by("name", "id")
            if member.id not in roster.names
        ],
        needs_two=len(roster.keys) > AGREE,
        may_invite=looking.may_invite,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looking:
    """Everything that one look at the team needs."""

    viewer: Member
    roster: Roster
    waiting: Mapping[tuple[RosterKind, UUID], Waiting]
    readers: Mapping[UUID, Reader]
    may_invite: bool

    def at_colleague(self, member_id: UUID) -> Colleague:
        line = self.roster.line_of(member_id)
        reader = self.readers.get(member_id)
        said = self._signed(RosterKind.LEFT, member_id)
        may = self._is_confirmed and (self.may_invite or bool(said))
        return Colleague(
            id=member_id,
            name=self.roster.names[member_id],
            pronouns=reader.pronouns if reader else "",
            role=reader.role if reader else "",
            since=line.written_on,
            confirmed_by=self._names(line.signatures) if line.is_joining else (),
            is_by_recovery=any(each.by == RECOVERY for each in line.signatures),
            is_to_leave_by=self._names(said),
            may_let_go=may and member_id != self.viewer.id and not self._has_signed(said),
        )

    def at_newcomer(self, member: Member) -> Newcomer:
        statement = joining(member)
        found = self.waiting.get((RosterKind.JOINED, member.id))
        said = found.signatures if found and found.statement == statement else ()
        return Newcomer(
            id=member.id,
            name=member.name,
            words=statement.check_words,
            fingerprint=statement.fingerprint,
            confirmed_by=self._names(said),
            may_confirm=self._is_confirmed and not self._has_signed(said),
            may_let_go=self._is_confirmed and self.may_invite,
        )

    @property
    def _is_confirmed(self) -> bool:
        return agrees(self.viewer, self.roster)

    def _signed(self, kind: RosterKind, member_id: UUID) -> tuple[Signature, ...]:
        found = self.waiting.get((kind, member_id))
        return found.signatures if found else ()

    def _has_signed(self, signatures: Iterable[Signature]) -> bool:
        return any(each.by == self.viewer.id for each in signatures)

    def _names(self, signatures: Iterable[Signature]) -> tuple[str, ...]:
        return tuple(sorted(self.roster.names[one.by] for one in signatures if one.by != RECOVERY))
