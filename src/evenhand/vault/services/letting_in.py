"""Take in what the holders of the recovery key have granted (D12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from evenhand.accounts.models import Member
from evenhand.notices.services import notify
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.models import Case, RecoveryGrant, Slot
from evenhand.vault.queries.members import team_of
from evenhand.vault.services.writing import next_change
from evenhand.vault.slots import SLOT_BYTES, dummy_layer, with_layer
from evenhand.vault.values.handing_over import Grant

_AT_ONCE = 500

_Slots = Mapping[tuple[UUID, int], bytes]


@transaction.atomic
def let_in(grant: Grant, member: Member, *, now: datetime) -> None:
    """Put the granted slots in their place; the member becomes a reader when they open a case.

    *All* slots of the organisation get one more layer, so that two copies of the database show
    that there was a recovery, and not which cases it opened. What the grant says of a case or an
    epoch that is gone has no effect.
    """
    changed = next_change(member.organisation_id)  # nobody opens a case or turns an epoch meanwhile
    granted = {(one.case_id, one.epoch): one.sealed for one in grant.slots}
    _rewrite_slots(granted, member)
    cases = Case.objects.filter(organisation_id=member.organisation_id)
    statements = [
        RecoveryGrant(case_id=case_id, member=member, statement=grant.statements[case_id])
        for case_id in cases.values_list("id", flat=True)
        if case_id in grant.statements
    ]
    RecoveryGrant.objects.filter(member=member).delete()
    RecoveryGrant.objects.bulk_create(statements, batch_size=_AT_ONCE)
    cases.update(changed=changed)  # every desk looks anew
    notify([member], now=now)


def _rewrite_slots(granted: _Slots, member: Member) -> None:
    keys = team_of(member.organisation_id).keys
    slots = list(Slot.objects.filter(case__organisation_id=member.organisation_id))
    for slot in slots:
        where, inside = (slot.case_id, slot.epoch, slot.member_id), bytes(slot.sealed)
        own = keys.get(slot.member_id)
        if own is not None and slot.member_id == member.id:
            inside = _grown(granted.get(where[:2], b""), where, like=inside, to=own.reading)
        layered = own is not None and with_layer(inside, where, to=own.reading)
        slot.sealed = layered or dummy_layer(inside, where)
    Slot.objects.bulk_update(slots, ["sealed"], batch_size=_AT_ONCE)


def _grown(granted: bytes, where: tuple[UUID, int, UUID], *, like: bytes, to: PublicKey) -> bytes:
    """The granted slot with as many layers as the present one has, which stays if there is none."""
    if len(granted) != SLOT_BYTES:
        return like
    while len(granted) < len(like):
        granted = with_layer(granted, where, to=to)
    return granted
