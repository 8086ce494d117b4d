"""Which policy holds for a case."""

from __future__ import annotations

from datetime import datetime

from evenhand.directory.models import Organisation
from evenhand.directory.queries import day_of, policy_in_force
from evenhand.directory.values import Policy
from evenhand.vault.values.dossiers import Dossier


def policy_for(dossier: Dossier, *, now: datetime) -> Policy:
    """Its organisation's: a case knows its space by name only."""
    return policy_in_force(Organisation(id=dossier.organisation_id), None, on=day_of(now))
