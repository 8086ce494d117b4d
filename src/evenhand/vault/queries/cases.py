"""What a member may see of one case. Hidden and absent take the same queries and look the same."""

from __future__ import annotations

from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.sealing.errors import SealingError
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.entry_codec import Spot, unwrap_for_case
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Entry, ShredKey, Slot
from evenhand.vault.queries.reading import Unwrap, read_dossier
from evenhand.vault.slots import SLOT_BYTES, dummy_slot, open_slot
from evenhand.vault.values.dossiers import OpenCase


def case_visible_to(signed_in: SignedIn, case_id: UUID) -> OpenCase:
    """The case, for one of its readers. Raises NotVisible for everybody else (S22)."""
    slots = list(
        Slot.objects.filter(member=signed_in.member, case_id=case_id).select_related("case")
    )
    shreds = epoch_shreds(case_id)
    keys = {
        slot.epoch: key
        for slot in slots or [_stand_in(signed_in, case_id)]
        if (key := _epoch_key(slot, signed_in, shreds.get(slot.epoch, b""))) is not None
    }
    if not slots or slots[0].case.epoch not in keys:
        raise NotVisible
    case = slots[0].case
    dossier = read_dossier(case, unwrap_with(keys))
    if dossier.access.epoch != case.epoch or signed_in.member.id not in dossier.access.readers:
        raise NotVisible
    current = keys.pop(case.epoch)
    return OpenCase(dossier=dossier, key=current, older_keys=keys)


def epoch_shreds(case_id: UUID) -> dict[int, bytes]:
    """The shred keys of a case's epochs."""
    keys = ShredKey.objects.filter(case_id=case_id, number__gt=0).values_list("number", "key")
    return {number: bytes(key) for number, key in keys}


def unwrap_with(keys: dict[int, ReadingKey]) -> Unwrap:
    """Open data keys with the keys of the epochs at hand."""

    def unwrap(row: Entry, spot: Spot) -> bytes:
        key = keys.get(row.epoch) or ReadingKey.new()
        return unwrap_for_case(bytes(row.wrapped_for_case), spot, key=key)

    return unwrap


def _epoch_key(slot: Slot, signed_in: SignedIn, shred: bytes) -> ReadingKey | None:
    where = (slot.case_id, slot.epoch, signed_in.member.id)
    try:
        private = open_slot(bytes(slot.sealed), where, key=signed_in.keys.reading, shred=shred)
    except SealingError:
        return None
    return ReadingKey.from_bytes(private)


def _stand_in(signed_in: SignedIn, case_id: UUID) -> Slot:
    """Work on a dummy when there is no such case, so that both refusals take the same time."""
    where = (case_id, 1, signed_in.member.id)
    return Slot(case_id=case_id, epoch=1, sealed=dummy_slot(where, size=SLOT_BYTES))
