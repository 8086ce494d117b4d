"""Slots: one per member, case and epoch, all of one size.

A real slot is the epoch's private key, under the epoch's shred key, wrapped to the member; a
dummy is random bytes wrapped to nobody. When readers change, the slots of older epochs get one
more layer each: real ones are wrapped again to the same member, the others become dummies of
the new size. That takes no private key, so a reporter's request can do it too, and two copies
of the database do not show whose slot changed.

A recovery slot is the same for the organisation's recovery key: one per case and epoch.
"""

from __future__ import annotations

from uuid import UUID

from evenhand.sealing import envelope, wrapping
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.errors import CannotOpen, SealingError
from evenhand.sealing.places import Purpose
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.places import place, place_on

KEY_BYTES = 32
_INNER_BYTES = KEY_BYTES + envelope.OVERHEAD
SLOT_BYTES = _INNER_BYTES + wrapping.OVERHEAD


def shredded(private: bytes, case_id: UUID, epoch: int, *, shred: bytes) -> bytes:
    """The epoch's private key under its shred key: what every real slot of the epoch holds."""
    where = place(Purpose.EPOCH_KEY, case_id, epoch)
    return envelope.seal(private, key=DataKey(shred), place=where)


def real_slot(inner: bytes, where: tuple[UUID, int, UUID], *, to: PublicKey) -> bytes:
    """A slot that opens for its member; `where` is (case, epoch, member)."""
    return wrapping.wrap(inner, to=to, place=place(Purpose.SLOT, *where))


def dummy_slot(where: tuple[UUID, int, UUID], *, size: int = SLOT_BYTES) -> bytes:
    """A slot that opens for nobody and has the size of a real one."""
    where_slot = place(Purpose.SLOT, *where)
    return wrapping.wrap_to_nobody(size - wrapping.OVERHEAD, place=where_slot)


def with_layer(slot: bytes, where: tuple[UUID, int, UUID], *, to: PublicKey) -> bytes:
    """The same slot, wrapped once more to its member."""
    return wrapping.wrap(slot, to=to, place=place(Purpose.SLOT_LAYER, *where))


def dummy_layer(slot: bytes, where: tuple[UUID, int, UUID]) -> bytes:
    """A dummy of the size that the same slot has with one more layer."""
    return dummy_slot(where, size=len(slot) + wrapping.OVERHEAD)


def open_slot(
    slot: bytes, where: tuple[UUID, int, UUID], *, key: ReadingKey, shred: bytes
) -> bytes:
    """The epoch's private key. Raises CannotOpen for a dummy or a slot of another place."""
    for _ in range((len(slot) - SLOT_BYTES) // wrapping.OVERHEAD):
        slot = key.unwrap(slot, place=place(Purpose.SLOT_LAYER, *where))
    inner = key.unwrap(slot, place=place(Purpose.SLOT, *where))
    case_id, epoch, _member = where
    if not shred:
        raise CannotOpen
    return envelope.open_sealed(
        inner, key=DataKey(shred), place=place(Purpose.EPOCH_KEY, case_id, epoch)
    )


def recovery_slot(inner: bytes, where: tuple[UUID, int], *, to: PublicKey | None) -> bytes:
    """A slot for the recovery key; a dummy of the same size when the case is not sealed to it."""
    place_of_slot = place(Purpose.RECOVERY_SLOT, *where)
    if to is None:
        return wrapping.wrap_to_nobody(_INNER_BYTES, place=place_of_slot)
    return wrapping.wrap(inner, to=to, place=place_of_slot)


def recovery_layer(slot: bytes, where: tuple[UUID, int], *, to: PublicKey | None) -> bytes:
    """The same recovery slot once more wrapped, or a dummy of that size."""
    if to is None:
        return wrapping.wrap_to_nobody(len(slot), place=place(Purpose.RECOVERY_SLOT, *where))
    return wrapping.wrap(slot, to=to, place=place(Purpose.RECOVERY_SLOT_LAYER, *where))


def handed_over(
    slot: bytes, where: tuple[UUID, int, UUID], *, site: bytes, key: ReadingKey, to: PublicKey
) -> bytes:
    """A recovery slot made a member's slot, away from the server: `key` is the recovery key's.

    What is inside stays under its shred key, so that nothing can be read there. A dummy becomes a
    dummy; `where` is (case, epoch, member).
    """
    case_id, epoch, _member = where
    to_member = place_on(site, Purpose.SLOT, *where)
    layer = place_on(site, Purpose.RECOVERY_SLOT_LAYER, case_id, epoch)
    try:
        for _ in range((len(slot) - SLOT_BYTES) // wrapping.OVERHEAD):
            slot = key.unwrap(slot, place=layer)
        inner = key.unwrap(slot, place=place_on(site, Purpose.RECOVERY_SLOT, case_id, epoch))
    except SealingError:
        return wrapping.wrap_to_nobody(_INNER_BYTES, place=to_member)
    return wrapping.wrap(inner, to=to, place=to_member)
