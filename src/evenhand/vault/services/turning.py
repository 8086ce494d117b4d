"""Begin a new epoch as a reader, who has the keys and brings everything older along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from evenhand.vault.models import Entry
from evenhand.vault.services.epochs import (
    Turn,
    forget_epoch_shreds_before,
    forget_epochs_before,
    moved_to,
    turn,
)
from evenhand.vault.values.dossiers import OpenCase


def turn_whole(case: OpenCase, to: Turn, *, now: datetime) -> None:
    """Begin the next epoch with everything in it, and forget the older ones.

    Not to be called within a transaction: the shred keys of older epochs are gone at the end.
    Raises TooBusy when somebody else wrote meanwhile.
    """
    case_id, access = case.dossier.case_id, to.access
    rows = list(Entry.objects.filter(case_id=case_id))
    keys = {**case.older_keys, case.dossier.access.epoch: case.key}
    moved = moved_to(access.epoch, access.epoch_key, rows, keys=keys)
    # What is damaged may still be put right; then its older key is needed.
    is_all_moved = len(moved) == len(rows)

    def bring_along() -> None:
        Entry.objects.bulk_update(moved, ["epoch", "wrapped_for_case"])
        if is_all_moved:
            forget_epochs_before(access.epoch, case_id)
        to.also()

    turn(case.dossier, replace(to, also=bring_along), now=now)
    if is_all_moved:
        forget_epoch_shreds_before(access.epoch, case_id)
