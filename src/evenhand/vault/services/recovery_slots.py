"""Write recovery slots: one for each epoch of each case, whether or not it is sealed to a key."""

from __future__ import annotations

from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.models import RecoverySlot, ShredKey
from evenhand.vault.slots import recovery_layer, recovery_slot, shredded
from evenhand.vault.values.declared import Recovery
from evenhand.vault.values.dossiers import Dossier


def recovery_slot_for(
    shred: ShredKey, key: ReadingKey, *, recovery: Recovery | None
) -> RecoverySlot:
    """The epoch's private key for the recovery key; a dummy where there is none, or it is shut."""
    case_id, epoch = shred.case_id, shred.number
    inner = shredded(key.to_bytes(), case_id, epoch, shred=bytes(shred.key))
    sealed = recovery_slot(inner, (case_id, epoch), to=_reading_key(recovery))
    return RecoverySlot(case_id=case_id, epoch=epoch, sealed=sealed)


def layer_older_recovery_slots(dossier: Dossier, recovery: Recovery | None) -> None:
    """Rewrite them as the members' slots are: all to one new size.

    Whoever writes may hold no private key, so what is sealed to another recovery key is lost here;
    a reader who judges a case anew brings everything under the new epoch in the same moment.
    """
    is_same = dossier.access.recovery == recovery
    to = _reading_key(recovery) if is_same else None
    rows = list(RecoverySlot.objects.filter(case_id=dossier.case_id))
    for row in rows:
        row.sealed = recovery_layer(bytes(row.sealed), (row.case_id, row.epoch), to=to)
    RecoverySlot.objects.bulk_update(rows, ["sealed"])


def _reading_key(recovery: Recovery | None) -> PublicKey | None:
    return None if recovery is None or recovery.is_shut else recovery.key.reading
