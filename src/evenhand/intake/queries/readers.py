"""Who would read a report as it stands, and who could."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.directory.models import Space
from evenhand.directory.outside import outside_of
from evenhand.directory.queries import (
    choosable_readers,
    day_of,
    first_readers,
    policy_in_force,
    stand_ins,
)
from evenhand.directory.values import ClockStart, Outside, Policy, Reader
from evenhand.intake.lately import Lately
from evenhand.intake.queries.mentions import Withheld
from evenhand.intake.values.answers import Answers
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.report import Promise

_usual: Lately[list[Reader]] = Lately()
_policies: Lately[Policy] = Lately()


def usual_readers(space: Space, *, now: datetime) -> list[Reader]:
    """Who reads first, as it was at most two seconds ago.

    The vault asks anew who is still a member before it gives anybody a slot.
    """
    return _usual.get(space.id, lambda: first_readers(space, now=now), now=now)


def readers_of(
    space: Space, answers: Answers, withheld: Withheld, *, now: datetime
) -> list[Reader]:
    """The usual readers, or exactly the chosen ones (S7, S8); nobody from whom it is withheld.

    When nobody is left of the usual ones: other leads, the chair, the Board (D2).
    """
    readers: Iterable[Reader] = usual_readers(space, now=now)
    if answers.only:
        everybody = {reader.member.id: reader for reader in readers}
        everybody |= {reader.member.id: reader for reader in choosable_readers(space, now=now)}
        readers = (everybody[chosen] for chosen in answers.only if chosen in everybody)
    free = [reader for reader in readers if reader.member.id not in withheld.all]
    if free or answers.only:
        return free
    return stand_ins(space, but=withheld.all, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """To whom a report would go: readers here, or else somebody outside, never both."""

    readers: list[Reader]
    outside: Outside | None

    @property
    def is_nobody(self) -> bool:
        return not self.readers and self.outside is None


def destination_of(
    space: Space, answers: Answers, withheld: Withheld, *, now: datetime
) -> Destination:
    """The last link: where nobody here is left, or is to be, somebody outside (S7, S8, D1)."""
    readers = [] if answers.outside_only else readers_of(space, answers, withheld, now=now)
    return Destination(readers=readers, outside=None if readers else outside_of(space.organisation))


def are_stand_ins(
    space: Space, answers: Answers, readers: Iterable[Reader], *, now: datetime
) -> bool:
    """Whether somebody would read it whom the reporter has not seen on any page yet (D2)."""
    if answers.only:
        return False
    usual = {reader.member.id for reader in usual_readers(space, now=now)}
    return any(reader.member.id not in usual for reader in readers)


def may_be_excluded(dossier: Dossier) -> list[Member]:
    """Everybody of the organisation who is not kept out yet, readers first."""
    free = [
        member
        for member in dossier.members.values()
        if member.is_active and member.id not in dossier.access.excluded
    ]
    return sorted(free, key=lambda member: (member.id not in dossier.access.readers, member.name))


def names_of(space: Space, ids: Collection[UUID]) -> list[str]:
    """Who was ticked, by name."""
    members = Member.objects.filter(organisation_id=space.organisation_id, id__in=ids)
    return list(members.order_by("name").values_list("name", flat=True)) if ids else []


def promise_of(space: Space, *, now: datetime) -> Promise:
    """What the reporter may count on (B1, S20).

    Where the clock starts with a meeting, that meeting is held by the day of the first answer.
    """
    policy = _policies.get(
        space.id, lambda: policy_in_force(space.organisation, space, on=day_of(now)), now=now
    )
    acknowledge = timedelta(days=policy.acknowledge_within_days)
    outcome = timedelta(days=policy.outcome_within_days)
    starts_later = policy.clock_starts is ClockStart.MEETING
    return Promise(
        acknowledge_by=now + acknowledge,
        outcome_by=now + (acknowledge + outcome if starts_later else outcome),
        policy_version=policy.version,
    )
