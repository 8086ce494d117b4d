"""For how long a case is kept, by the policy of its space on the day it ended (S2)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from evenhand.directory.models import Organisation, Space
from evenhand.directory.queries import day_of, policy_in_force
from evenhand.directory.values import Policy
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.erasure import first_of_month, last_month_for, months_after
from evenhand.vault.values.findings import Finding, Term


def term_of(dossier: Dossier, finding: Finding, *, now: datetime) -> Term:
    """The term that follows from a finding today. Later policies do not move it."""
    policy = _policy_for(dossier, now=now)
    months = finding.months_in(policy.keep_months)
    return Term(finding=finding, months=months, policy_version=policy.version)


def erased_on(term: Term, *, now: datetime) -> date:
    return months_after(day_of(now), term.months)


def erased_on_once_withdrawn(dossier: Dossier, *, now: datetime) -> date:
    """Taking a report back has a term of its own; nobody is asked what was found."""
    months = _policy_for(dossier, now=now).keep_months.withdrawn
    return months_after(day_of(now), months)


def kept_until(organisation: Organisation, *, now: datetime) -> date:
    """The last month of every case that the organisation opens this month.

    By the policy of the first of the month and of no space: it tells nothing but the month.
    """
    first = first_of_month(day_of(now))
    policy = policy_in_force(organisation, None, on=first)
    return last_month_for(first, longest=policy.keep_months.longest)


def _policy_for(dossier: Dossier, *, now: datetime) -> Policy:
    """A case knows its space by name, as the report was sent."""
    of = dossier.organisation_id
    space = _space_called(dossier.report.space_name, of)
    return policy_in_force(Organisation(id=of), space, on=day_of(now))


def _space_called(name: str, organisation_id: UUID) -> Space | None:
    spaces = Space.objects.filter(organisation_id=organisation_id, name=name)
    return spaces.order_by("id").first()
