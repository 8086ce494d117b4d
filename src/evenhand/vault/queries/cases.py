"""What a member may see of one case. Hidden and absent take the same queries and look the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.directory.terms import terms_in
from evenhand.sealing.errors import SealingError
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import open_cover
from evenhand.vault.entry_codec import Spot, unwrap_for_case
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, ShredKey, Slot
from evenhand.vault.queries.memory import remembered
from evenhand.vault.queries.reading import Unwrap, looked_at_again, read_dossier
from evenhand.vault.queries.serving import is_over, reading_key_of
from evenhand.vault.slots import SLOT_BYTES, dummy_slot, open_slot
from evenhand.vault.values.covers import Cover, Stage
from evenhand.vault.values.dossiers import Dossier, OpenCase


def case_visible_to(signed_in: SignedIn, case_id: UUID) -> OpenCase:
    """The case, for one of its readers. Raises NotVisible for everybody else (S22)."""
    me = signed_in.member.id
    return case_open_to(signed_in, case_id, may_see=lambda dossier: me in dossier.access.readers)


def case_open_to(
    signed_in: SignedIn, case_id: UUID, *, may_see: Callable[[Dossier], bool]
) -> OpenCase:
    """The case, for somebody whose slot opens it and who may see it. Raises NotVisible."""
    found = looked_at_again(
        lambda: _look(signed_in, case_id, may_see),
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


def _look(
    signed_in: SignedIn, case_id: UUID, may_see: Callable[[Dossier], bool]
) -> OpenCase | None:
    """None when the readers changed between two of the queries."""
    terms = terms_in(signed_in.member.organisation_id)
    reading = reading_key_of(signed_in, is_over=is_over(signed_in, terms))
    epoch, keys = _keys_of(signed_in, case_id, reading=reading)
    if epoch not in keys:
        if _has_turned_since(epoch, case_id):
            return None
        raise NotVisible
    known = remembered(signed_in, case_id)
    try:
        case, dossier = read_dossier(case_id, unwrap_with(keys), terms=terms)
    except NotVisible:
        if _has_turned_since(epoch, case_id):
            return None
        raise
    if case.epoch != epoch:
        return None
    current = keys.pop(epoch)
    # A slot alone admits nobody: the case's signed entries must name its key and its reader.
    is_its_key = (dossier.access.epoch, dossier.access.epoch_key) == (epoch, current.public)
    if not (is_its_key and may_see(dossier)):
        raise NotVisible
    is_as_known = _is_under_its_cover(case, dossier, current) and _agrees(dossier, known)
    dossier = replace(dossier, is_whole=dossier.is_whole and is_as_known)
    return OpenCase(dossier=dossier, key=current, older_keys=keys)


def _keys_of(
    signed_in: SignedIn, case_id: UUID, *, reading: ReadingKey
) -> tuple[int, dict[int, ReadingKey]]:
    """The case's epoch (0 without a slot) and the keys of all epochs that this member opens."""
    found = Slot.objects.filter(member=signed_in.member, case_id=case_id).select_related("case")
    slots = list(found)
    shreds = epoch_shreds(case_id)
    keys = {
        slot.epoch: key
        for slot in slots or [_stand_in(signed_in, case_id)]
        if (key := _epoch_key(slot, signed_in, reading, shred=shreds.get(slot.epoch, b"")))
        is not None
    }
    return slots[0].case.epoch if slots else 0, keys


def _has_turned_since(epoch: int, case_id: UUID) -> bool:
    """Asked even when there is no such case: both refusals take the same queries."""
    now = Case.objects.filter(pk=case_id).values_list("epoch", flat=True).first()
    return bool(epoch) and now != epoch


def _agrees(dossier: Dossier, cover: Cover | None) -> bool:
    """Whether the case still holds everything from which this cover was folded.

    Whoever writes the database could cut off the newest entries, or put another report in the
    place of this one; but they cannot seal a cover.
    """
    if cover is None:
        return True
    if cover.position > dossier.head:
        return False
    return cover.stage is Stage.DAMAGED or cover == dossier.cover_at(cover.position)


def _is_under_its_cover(case: Case, dossier: Dossier, key: ReadingKey) -> bool:
    sealed, private = bytes(case.sealed_cover), key.to_bytes()
    try:
        cover = open_cover(sealed, case.id, case.epoch, private=private)
    except SealingError:
        return False
    return _agrees(dossier, cover)


def _epoch_key(
    slot: Slot, signed_in: SignedIn, reading: ReadingKey, *, shred: bytes
) -> ReadingKey | None:
    where = (slot.case_id, slot.epoch, signed_in.member.id)
    try:
        private = open_slot(bytes(slot.sealed), where, key=reading, shred=shred)
        return ReadingKey.from_bytes(private)
    except SealingError:
        return None


def _stand_in(signed_in: SignedIn, case_id: UUID) -> Slot:
    """Work on a dummy when there is no such case, so that both refusals take the same time."""
    where = (case_id, 1, signed_in.member.id)
    return Slot(case_id=case_id, epoch=1, sealed=dummy_slot(where, size=SLOT_BYTES))
