"""Epochs: who may read from now on, and catching up what older epochs hold."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import seal_cover
from evenhand.vault.entry_codec import Readers, unwrap_for_case, wrap_for_case
from evenhand.vault.errors import NobodyLeft, TooBusy
from evenhand.vault.models import Case, Entry, Epoch, ShredKey, Slot
from evenhand.vault.queries.members import slot_holders
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.services.writing import Batch, Head, head_of, next_change, seal_batch
from evenhand.vault.slots import dummy_slot, real_slot, shredded, with_layer
from evenhand.vault.values.covers import Cover
from evenhand.vault.values.declared import Access
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import Draft, Kind, Writer


def new_epoch_shred(case_id: UUID, epoch: int, *, now: datetime) -> ShredKey:
    """A fresh shred key for an epoch; the caller writes it before the epoch."""
    key = secrets.token_bytes(32)
    return ShredKey(case_id=case_id, number=epoch, key=key, made_on=now.date())


def slots_for(
    shred: ShredKey, key: ReadingKey, *, members: Iterable[Member], readers: AbstractSet[UUID]
) -> list[Slot]:
    """A slot for every member: real for the readers, dummies of the same size for all others."""
    case_id, epoch = shred.case_id, shred.number
    inner = shredded(key.to_bytes(), case_id, epoch, shred=bytes(shred.key))
    slots = []
    for member in members:
        where = (case_id, epoch, member.id)
        is_reader = member.id in readers
        sealed = (
            real_slot(inner, where, to=bytes(member.reading_key))
            if is_reader
            else dummy_slot(where)
        )
        slots.append(Slot(case_id=case_id, epoch=epoch, member_id=member.id, sealed=sealed))
    return slots


def exclude_from(
    dossier: Dossier, members: Iterable[Member], *, writer: Writer, now: datetime
) -> None:
    """Shut members out of a case for good (S7, S22): a new epoch without them.

    Works for whoever may write in the case, with no private key of it. Older entries stay
    readable to the others and are caught up when one of them next opens the case. Raises
    NobodyLeft, and TooBusy when somebody else wrote at the same moment: load and try again.
    """
    out = frozenset(member.id for member in members)
    readers = dossier.access.readers - out
    if not readers:
        raise NobodyLeft
    key = ReadingKey.new()
    access = Access(
        epoch=dossier.access.epoch + 1,
        epoch_key=key.public,
        readers=readers,
        excluded=dossier.access.excluded | out,
    )
    _turn(dossier, access, key, writer=writer, now=now)


def _turn(
    dossier: Dossier, access: Access, key: ReadingKey, *, writer: Writer, now: datetime
) -> None:
    head = head_of(dossier)
    next_head = Head(
        case_id=head.case_id,
        epoch=access.epoch,
        position=head.position,
        link=head.link,
        readers=Readers(case=access.epoch_key, reporter=dossier.reporter.reading),
    )
    batch = seal_batch([Draft(Kind.READERS, access.to_body())], next_head, writer=writer, now=now)
    shred = new_epoch_shred(dossier.case_id, access.epoch, now=now)
    members = list(slot_holders(dossier.organisation_id))
    slots = slots_for(shred, key, members=members, readers=access.readers)
    cover = _cover_after(dossier, batch)
    ShredKey.objects.bulk_create([shred, *batch.shreds])
    with transaction.atomic():
        case = _locked(dossier, head)
        _layer_older_slots(dossier.case_id, access.readers)
        Epoch.objects.create(
            case_id=dossier.case_id, number=access.epoch, public_key=access.epoch_key
        )
        Slot.objects.bulk_create(slots)
        Entry.objects.bulk_create(batch.rows)
        case.epoch = access.epoch
        case.head = batch.rows[-1].position
        case.head_link = batch.rows[-1].link
        case.changed = next_change(dossier.organisation_id)
        case.sealed_cover = seal_cover(cover, access.epoch, private=key.to_bytes())
        case.save(update_fields=["epoch", "head", "head_link", "changed", "sealed_cover"])


def _locked(dossier: Dossier, head: Head) -> Case:
    next_change(dossier.organisation_id)  # takes the organisation's lock first, as all writers do
    case = Case.objects.select_for_update().get(pk=dossier.case_id)
    if (case.epoch, case.head) != (head.epoch, head.position) or head.position != dossier.head:
        raise TooBusy
    return case


def _cover_after(dossier: Dossier, batch: Batch) -> Cover:
    cover = dossier.cover
    for entry in batch.opened:
        cover = cover.after(entry)
    return cover


def _layer_older_slots(case_id: UUID, readers: AbstractSet[UUID]) -> None:
    """Rewrite every older slot, all to one new size: nobody can tell whose changed."""
    slots = list(Slot.objects.filter(case_id=case_id).select_related("member"))
    for slot in slots:
        where = (case_id, slot.epoch, slot.member_id)
        layered = with_layer(bytes(slot.sealed), where, to=bytes(slot.member.reading_key))
        if slot.member_id not in readers:
            layered = dummy_slot(where, size=len(layered))
        slot.sealed = layered
    Slot.objects.bulk_update(slots, ["sealed"])


def catch_up(case: OpenCase) -> None:
    """Bring everything of older epochs under the current one, then forget the older ones.

    Older keys are dropped for good: a member who was shut out can open nothing more, not even
    with an old copy of the database, once the backups of the shred keys have run out.
    """
    if not case.older_keys:
        return
    case_id, current = case.dossier.case_id, case.dossier.access.epoch
    rows = list(Entry.objects.filter(case_id=case_id, epoch__lt=current))
    for row in rows:
        spot = spot_of(row)
        data_key = unwrap_for_case(
            bytes(row.wrapped_for_case), spot, key=case.older_keys[row.epoch]
        )
        row.epoch = current
        row.wrapped_for_case = wrap_for_case(data_key, spot_of(row), to=case.key.public)
    with transaction.atomic():
        next_change(case.dossier.organisation_id)
        if Case.objects.select_for_update().get(pk=case_id).epoch != current:
            return  # the epoch turned meanwhile: the next opening catches up
        Entry.objects.bulk_update(rows, ["epoch", "wrapped_for_case"])
        Slot.objects.filter(case_id=case_id, epoch__lt=current).delete()
        Epoch.objects.filter(case_id=case_id, number__lt=current).delete()
    ShredKey.objects.filter(case_id=case_id, number__gt=0, number__lt=current).delete()


def give_dummy_slots(member: Member) -> int:
    """A new member gets a dummy slot in every case there is, so that slots tell nothing (B15)."""
    epochs = Epoch.objects.filter(case__organisation_id=member.organisation_id)
    sizes = {
        (slot.case_id, slot.epoch): len(slot.sealed)
        for slot in Slot.objects.filter(case__organisation_id=member.organisation_id)
    }
    slots = [
        Slot(
            case_id=epoch.case_id,
            epoch=epoch.number,
            member=member,
            sealed=dummy_slot(
                (epoch.case_id, epoch.number, member.id), size=sizes[epoch.case_id, epoch.number]
            ),
        )
        for epoch in epochs
    ]
    with transaction.atomic():
        next_change(member.organisation_id)
        Slot.objects.bulk_create(slots)
    return len(slots)
