"""Who keeps the shares of the recovery key (D12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from evenhand.directory.models import ShareHolders
from evenhand.directory.queries import sharing_of, sharings_of
from evenhand.directory.sealed import seal_sharings
from evenhand.directory.values import Sharing
from evenhand.sealing.recovery_keys import RecoveryPublic


def keep_sharing(organisation_id: UUID, sharing: Sharing) -> None:
    """Once its key is in force, every report that comes in is looked through for these people."""
    others = (told for told in sharings_of(organisation_id) if told.key != sharing.key)
    _keep(organisation_id, [*others, sharing])


def forget_other_sharings(organisation_id: UUID, key: RecoveryPublic) -> None:
    """Keep only who has shares of this key: it is in force now."""
    _keep(organisation_id, [told for told in sharings_of(organisation_id) if told.key == key])


def record_drill(organisation_id: UUID, *, on: date) -> None:
    """The holders have tried their shares."""
    sharing = sharing_of(organisation_id)
    if sharing is not None:
        keep_sharing(organisation_id, replace(sharing, drilled_on=on))


def _keep(organisation_id: UUID, sharings: Iterable[Sharing]) -> None:
    sealed = seal_sharings(sharings, organisation_id)
    ShareHolders.objects.update_or_create(
        organisation_id=organisation_id, defaults={"sealed": sealed}
    )
