"""Epochs: who may read from now on, and catching up what older epochs hold."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.sealing.errors import SealingError
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.cover_codec import seal_cover
from evenhand.vault.entry_codec import Readers, unwrap_for_case, wrap_for_case
from evenhand.vault.errors import NobodyLeft, TooBusy
from evenhand.vault.models import Case, Entry, Epoch, RecoverySlot, ShredKey, Slot
from evenhand.vault.queries.members import slot_holders
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.services.dealing import blank_cards
from evenhand.vault.services.recovery_slots import layer_older_recovery_slots, recovery_slot_for
from evenhand.vault.services.writing import (
    Batch,
    Head,
    forget_shreds,
    head_of,
    next_change,
    seal_batch,
)
from evenhand.vault.slots import dummy_layer, dummy_slot, real_slot, shredded, with_layer
from evenhand.vault.statements import RECOVERED
from evenhand.vault.values.covers import Cover
from evenhand.vault.values.declared import Access
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import AuthorRole, Draft, Kind, Writer


def new_epoch_shred(case_id: UUID, epoch: int, *, now: datetime) -> ShredKey:
    """A fresh shred key for an epoch; the caller writes it before the epoch."""
    key = secrets.token_bytes(32)
    return ShredKey(case_id=case_id, number=epoch, key=key, made_on=now.date())


def _epoch_shred(case_id: UUID, epoch: int, *, now: datetime) -> ShredKey:
    """The shred key of the epoch that comes next, written at once.

    A key that a failed turn left behind is as good as a new one, and two who turn at the same
    moment share it: only one of them gets to use it.
    """
    ours = ShredKey.objects.filter(case_id=case_id, number=epoch)
    if not ours.update(made_on=now.date()):  # a leftover is safe from the sweep again
        fresh = new_epoch_shred(case_id, epoch, now=now)
        ShredKey.objects.bulk_create([fresh], ignore_conflicts=True)
    return ours.get()


def slots_for(
    shred: ShredKey,
    key: ReadingKey,
    *,
    members: Iterable[Member],
    readers: Mapping[UUID, PublicKey],
) -> list[Slot]:
    """A slot for every member: real for the readers, dummies of the same size for all others."""
    case_id, epoch = shred.case_id, shred.number
    inner = shredded(key.to_bytes(), case_id, epoch, shred=bytes(shred.key))
    slots = []
    for member in members:
        where = (case_id, epoch, member.id)
        to = readers.get(member.id)
        sealed = real_slot(inner, where, to=to) if to else dummy_slot(where)
        slots.append(Slot(case_id=case_id, epoch=epoch, member_id=member.id, sealed=sealed))
    return slots


def exclude_from(
    dossier: Dossier,
    members: Iterable[Member],
    *,
    writer: Writer,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> None:
    """Shut members out of a case for good (S7, S22): a new epoch without them.

    Works for whoever may write in the case, with no private key of it. Older entries stay
    readable to the others and are caught up when one of them next opens the case. Raises
    NobodyLeft, and TooBusy when somebody else wrote at the same moment: load and try again.
    """
    key = ReadingKey.new()
    access = dossier.access.without(members, key=key.public, left=dossier.leavers)
    if not access.readers or (dossier.handlers and not dossier.handlers & access.readers):
        raise NobodyLeft

    def forget_cards() -> None:
        blank_cards(dossier.case_id)  # whoever is shut out may have been asked (B2)
        also()

    turn(dossier, Turn(access=access, key=key, writer=writer, also=forget_cards), now=now)


def drop_leavers(dossier: Dossier, *, writer: Writer, now: datetime) -> bool:
    """Turn the epoch if a reader has left the organisation (B15); True: load the case again.

    Then nobody may be left. The reporter still reads what they write; whoever left does not. A
    reader also goes on without those whose terms are over; the calendar alone leaves no case
    without one.
    """
    gone = dossier.leavers
    if writer.author.role is AuthorRole.MEMBER and dossier.handlers:
        over = dossier.terms.over(now.date()) & dossier.access.readers
        gone |= {member for member in over if member != writer.author.member_id}
    if not gone:
        return False
    key = ReadingKey.new()
    access = dossier.access.without([], key=key.public, left=gone)
    with suppress(TooBusy):  # whoever loads the case again sees whether somebody else did it
        turn(dossier, Turn(access=access, key=key, writer=writer), now=now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Turn:
    """Who may read from the next epoch on, with its key, and who says so."""

    access: Access
    key: ReadingKey
    writer: Writer
    also: Callable[[], None] = lambda: None  # written in the same transaction
    first: Sequence[Draft] = ()  # entries that go before, in the same act
    statement: bytes = b""  # the recovery key's, when whoever says so lets in themselves

    @property
    def drafts(self) -> list[Draft]:
        body = self.access.to_body()
        recovered = {RECOVERED: self.statement.hex()} if self.statement else {}
        return [*self.first, Draft(Kind.READERS, {**body, **recovered})]


def turn(dossier: Dossier, to: Turn, *, now: datetime) -> None:
    """Begin the next epoch of a case. Raises TooBusy when somebody else wrote meanwhile."""
    head, access = head_of(dossier), to.access
    next_head = Head(
        case_id=head.case_id,
        epoch=access.epoch,
        position=head.position,
        link=head.link,
        readers=Readers(case=access.epoch_key, reporter=dossier.reporter.reading),
    )
    batch = seal_batch(to.drafts, next_head, writer=to.writer, now=now)
    shred = _epoch_shred(dossier.case_id, access.epoch, now=now)
    members = list(slot_holders(dossier.organisation_id))
    slots = slots_for(shred, to.key, members=members, readers=access.reading_keys)
    recovery_slot = recovery_slot_for(shred, to.key, recovery=access.recovery)
    cover = _cover_after(dossier, batch)
    ShredKey.objects.bulk_create(batch.shreds)
    with transaction.atomic():
        case = _locked(dossier, head)
        if case is None or not _are_still_all(members, dossier.organisation_id):
            forget_shreds(batch.shreds)
            raise TooBusy
        _write_slots(dossier, access, slots, recovery_slot=recovery_slot)
        Entry.objects.bulk_create(batch.rows)
        case.epoch = access.epoch
        case.head, case.head_link = batch.rows[-1].position, batch.rows[-1].link
        case.changed = next_change(dossier.organisation_id)
        case.sealed_cover = seal_cover(cover, access.epoch, private=to.key.to_bytes())
        case.save(update_fields=["epoch", "head", "head_link", "changed", "sealed_cover"])
        to.also()


def _write_slots(
    dossier: Dossier, access: Access, slots: Iterable[Slot], *, recovery_slot: RecoverySlot
) -> None:
    """The new epoch with its slots, and one more layer for all the older ones."""
    _layer_older_slots(dossier.case_id, access.reading_keys)
    layer_older_recovery_slots(dossier, access.recovery)
    Epoch.objects.create(case_id=dossier.case_id, number=access.epoch, public_key=access.epoch_key)
    Slot.objects.bulk_create(slots)
    recovery_slot.save(force_insert=True)


def _are_still_all(members: Iterable[Member], organisation_id: UUID) -> bool:
    """Nobody has joined or left meanwhile: slots were made for exactly these."""
    now = slot_holders(organisation_id).values_list("id", flat=True)
    return {member.id for member in members} == set(now)


def _locked(dossier: Dossier, head: Head) -> Case | None:
    """The case as its head says; None when somebody else wrote, or it is gone."""
    next_change(dossier.organisation_id)  # takes the organisation's lock first, as all writers do
    return (
        Case.objects.select_for_update()
        .filter(pk=dossier.case_id, epoch=head.epoch, head=head.position)
        .first()
    )


def _cover_after(dossier: Dossier, batch: Batch) -> Cover:
    cover = dossier.cover
    for entry in batch.opened:
        cover = cover.after(entry)
    return cover


def _layer_older_slots(case_id: UUID, readers: Mapping[UUID, PublicKey]) -> None:
    """Rewrite every older slot, all to one new size: nobody can tell whose changed."""
    slots = list(Slot.objects.filter(case_id=case_id))
    for slot in slots:
        where, older = (case_id, slot.epoch, slot.member_id), bytes(slot.sealed)
        to = readers.get(slot.member_id)
        slot.sealed = with_layer(older, where, to=to) if to else dummy_layer(older, where)
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
    moved = moved_to(current, case.key.public, rows, keys=case.older_keys)
    with transaction.atomic():
        next_change(case.dossier.organisation_id)
        if not Case.objects.select_for_update().filter(pk=case_id, epoch=current).exists():
            return  # the epoch turned meanwhile: the next opening catches up
        Entry.objects.bulk_update(moved, ["epoch", "wrapped_for_case"])
        if len(moved) < len(rows):
            return  # what was damaged may still be put right; then its older key is needed
        forget_epochs_before(current, case_id)
    forget_epoch_shreds_before(current, case_id)


def moved_to(
    epoch: int, to: PublicKey, rows: Iterable[Entry], *, keys: Mapping[int, ReadingKey]
) -> list[Entry]:
    """Those of the entries whose data keys these keys open, wrapped to that epoch instead."""
    return [row for row in rows if _is_moved(row, epoch, to, older=keys.get(row.epoch))]


def _is_moved(row: Entry, epoch: int, to: PublicKey, *, older: ReadingKey | None) -> bool:
    if older is None:
        return False
    try:
        data_key = unwrap_for_case(bytes(row.wrapped_for_case), spot_of(row), key=older)
    except SealingError:
        return False
    row.epoch = epoch
    row.wrapped_for_case = wrap_for_case(data_key, spot_of(row), to=to)
    return True


def forget_epochs_before(epoch: int, case_id: UUID) -> None:
    Slot.objects.filter(case_id=case_id, epoch__lt=epoch).delete()
    RecoverySlot.objects.filter(case_id=case_id, epoch__lt=epoch).delete()
    Epoch.objects.filter(case_id=case_id, number__lt=epoch).delete()


def forget_epoch_shreds_before(epoch: int, case_id: UUID) -> None:
    """The last step, and final. If it fails, the sweep does it."""
    ShredKey.objects.filter(case_id=case_id, number__gt=0, number__lt=epoch).delete()
