"""What a member may see of one case. Hidden and absent take the same queries and look the same."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.sealing.errors import SealingError
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import open_cover
from evenhand.vault.entry_codec import Spot, unwrap_for_case
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, ShredKey, Slot
from evenhand.vault.queries.memory import remembered
from evenhand.vault.queries.reading import Unwrap, looked_at_again, read_dossier
from evenhand.vault.slots import SLOT_BYTES, dummy_slot, open_slot
from evenhand.vault.values.covers import Cover
from evenhand.vault.values.dossiers import Dossier, OpenCase


def case_visible_to(signed_in: SignedIn, case_id: UUID) -> OpenCase:
    """The case, for one of its readers. Raises NotVisible for everybody else (S22)."""
    found = looked_at_again(
        lambda: _look(signed_in, case_id),
        is_steady=lambda case: case is not None and case.dossier.is_whole,
    )
    if found is None:
        raise NotVisible
    return found


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


def _look(signed_in: SignedIn, case_id: UUID) -> OpenCase | None:
    """None when the readers changed between two of the queries."""
    epoch, keys = _keys_of(signed_in, case_id)
    if epoch not in keys:
        if epoch != Case.objects.filter(pk=case_id).values_list("epoch", flat=True).first():
            return None
        raise NotVisible
    known = remembered(signed_in, case_id)
    case, dossier = read_dossier(case_id, unwrap_with(keys))
    if case.epoch != epoch:
        return None
    current = keys.pop(epoch)
    access = dossier.access
    if (access.epoch, access.epoch_key) != (epoch, current.public):
        raise NotVisible
    if signed_in.member.id not in access.readers:
        raise NotVisible
    is_as_before = _agrees(dossier, _sealed_cover(case, current)) and _agrees(dossier, known)
    dossier = replace(dossier, is_whole=dossier.is_whole and is_as_before)
    return OpenCase(dossier=dossier, key=current, older_keys=keys)
