"""What the server hands out for a recovery: the same for every case."""

from __future__ import annotations

from uuid import UUID

from evenhand.vault.models import RecoverySlot
from evenhand.vault.values.handing_over import SealedSlot


def slots_to_hand_over(organisation_id: UUID) -> tuple[SealedSlot, ...]:
    """Every recovery slot of an organisation, in no telling order."""
    rows = RecoverySlot.objects.filter(case__organisation_id=organisation_id).order_by("id")
    return tuple(
        SealedSlot(case_id=case_id, epoch=epoch, sealed=bytes(sealed))
        for case_id, epoch, sealed in rows.values_list("case_id", "epoch", "sealed")
    )
