"""Dummy slots for whoever comes and whoever goes, so that slots tell nothing (B15)."""

from __future__ import annotations

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.vault.models import Slot
from evenhand.vault.services.writing import next_change
from evenhand.vault.slots import dummy_slot

_AT_ONCE = 500


@transaction.atomic
def give_dummy_slots(member: Member) -> int:
    """A new member gets a dummy slot in every case there is, so that slots tell nothing (B15)."""
    next_change(member.organisation_id)  # nobody opens a case or turns an epoch meanwhile
    others = Slot.objects.filter(case__organisation_id=member.organisation_id)
    rows = others.values_list("case_id", "epoch", "sealed").iterator()
    sizes = {(case_id, epoch): len(sealed) for case_id, epoch, sealed in rows}
    slots = [
        Slot(
            case_id=case_id,
            epoch=epoch,
            member=member,
            sealed=dummy_slot((case_id, epoch, member.id), size=size),
        )
        for (case_id, epoch), size in sizes.items()
    ]
    Slot.objects.bulk_create(slots)
    return len(slots)


def blank_slots(member: Member) -> None:
    """Nothing of theirs opens any more: a dummy of the same size in the place of every slot (B15).

    The caller holds the organisation's lock.
    """
    slots = list(Slot.objects.filter(member=member))
    for slot in slots:
        where = (slot.case_id, slot.epoch, member.id)
        slot.sealed = dummy_slot(where, size=len(slot.sealed))
    Slot.objects.bulk_update(slots, ["sealed"], batch_size=_AT_ONCE)
