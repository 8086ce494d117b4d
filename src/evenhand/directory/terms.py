"""The terms of members: who holds a role on a day, and whose roles have all ended (B15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from evenhand.directory.models import Role, RoleKind

A_DAY = timedelta(days=1)
# They see single cases, into which a reader has let them, and are asked nothing by themselves.
ADVISING = frozenset({RoleKind.ADVISER.value, RoleKind.ALTERNATE.value})


@dataclass(frozen=True, slots=True)
class Term:
    """A role from its first to its last day."""

    kind: str
    starts_on: date
    ends_on: date | None

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of an organisation's members, past ones too: cases were changed by them."""

    of: Mapping[UUID, tuple[Term, ...]]

    def is_over(self, member_id: UUID, *, on: date) -> bool:
        """Whether somebody has had a role and has none on that day.

        Who never had any was let in some other way, and ends in another.
        """
        terms = self.of.get(member_id, ())
        had_one = any(term.starts_on <= on for term in terms)
        return had_one and not any(term.holds(on) for term in terms)

    def over(self, on: date) -> frozenset[UUID]:
        return frozenset(member for member in self.of if self.is_over(member, on=on))

    def advising(self, on: date) -> frozenset[UUID]:
        """Members who are advisers or alternates on that day and nothing else."""
        return frozenset(member for member, terms in self.of.items() if _only_advises(terms, on))

    def fills_a_gap(self, member_id: UUID, new: Term, *, today: date) -> bool:
        """Whether this term would give somebody a role on a day, up to today, that had none.

        Today counts: cases may have gone on without them this morning, and that must stay true.
        """
        ends = [term.ends_on for term in self.of.get(member_id, ()) if term.ends_on is not None]
        starts = (new.starts_on, *(end + A_DAY for end in ends))
        return any(
            on <= today and new.holds(on) and self.is_over(member_id, on=on) for on in starts
        )


def terms_in(organisation_id: UUID) -> Terms:
    return _terms(Role.objects.filter(member__organisation_id=organisation_id))


def terms_of(member_id: UUID) -> Terms:
    return _terms(Role.objects.filter(member_id=member_id))


def _terms(roles: Iterable[Role]) -> Terms:
    found: dict[UUID, list[Term]] = defaultdict(list)
    for role in roles:
        found[role.member_id].append(Term(role.kind, role.starts_on, role.ends_on))
    return Terms({member: tuple(terms) for member, terms in found.items()})


def _only_advises(terms: Iterable[Term], on: date) -> bool:
    kinds = {term.kind for term in terms if term.holds(on)}
    return bool(kinds) and kinds <= ADVISING
