"""T-RECOVER: who lacks shares or the server opens nothing, and no copy tells which cases open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

import pytest
from django.conf import settings
from shamir_mnemonic import Share

from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.recovery_keys import RecoveryKeys
from evenhand.sealing.shares import parse_share
from evenhand.sealing.wrapping import OVERHEAD, ReadingKey
from evenhand.vault.bundle_codec import bundle_to_text
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, RecoveryGrant, RecoverySlot, ShredKey, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.slots import SLOT_BYTES
from evenhand.vault.values.handing_over import SealedSlot
from tests import make
from tests.vault.recovering import (
    HOLDERS,
    KEYS,
    SHARES,
    Lost,
    bundle_of,
    granted,
    ids,
    lost,
    open_as,
    recover,
    take_in,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def test_t_recover_the_database_looks_alike_for_both_kinds_of_case() -> None:
    shown = lost()
    eve = shown.eve.member

    def looks() -> list[object]:
        return [look_of(sent) for sent in (shown.plain, shown.shut)]

    def look_of(sent: make.Sent) -> object:
        case_id = sent.visit.case_id
        slots = Slot.objects.filter(case_id=case_id).order_by("epoch")
        recovery = RecoverySlot.objects.filter(case_id=case_id)
        grants = RecoveryGrant.objects.filter(case_id=case_id)
        return (
            [(slot.epoch, len(slot.sealed)) for slot in slots],
            [(slot.epoch, len(slot.sealed)) for slot in recovery],
            [(grant.member_id, len(grant.statement)) for grant in grants],
            Case.objects.get(pk=case_id).epoch,
        )

    assert looks()[0] == looks()[1]
    before = {slot.pk: bytes(slot.sealed) for slot in Slot.objects.all()}
    grant = granted(shown.society, eve)
    assert {len(slot.sealed) for slot in grant.slots} == {SLOT_BYTES}
    assert set(grant.statements) == ids(shown.plain, shown.shut)

    take_in(grant, shown.eve)

    after = {slot.pk: bytes(slot.sealed) for slot in Slot.objects.all()}
    assert all(before[pk] != after[pk] for pk in before)
    assert {len(sealed) for sealed in after.values()} == {SLOT_BYTES + OVERHEAD}
    assert looks()[0] == looks()[1]


def test_t_recover_whoever_reads_a_case_still_does_after_somebody_was_let_in() -> None:
    shown = lost()

    recover(shown.society, shown.eve)

    for reader in (shown.ada, shown.dee):  # in a session that was open all the time
        assert case_visible_to(reader, shown.plain.visit.case_id).dossier.is_whole
        assert {cover.case_id for cover in covers_visible_to(reader)} == ids(
            shown.plain, shown.shut
        )


def test_t_recover_a_newcomer_who_leaves_again_has_nothing() -> None:
    shown = lost()
    recover(shown.society, shown.eve)

    leave_everything(shown.eve.member, now=make.NOW)

    assert not RecoveryGrant.objects.exists()
    with pytest.raises(NotVisible):
        open_as(shown.eve, shown.plain)


def recovery_slots_opened(keys: Iterable[ReadingKey]) -> int:
    """How many epochs' keys somebody gets who holds both databases, the secrets and a bundle."""
    shreds = [bytes(key) for key in ShredKey.objects.values_list("key", flat=True)]
    tried = list(keys)
    return sum(
        is_opened(SealedSlot(case_id=row.case_id, epoch=row.epoch, sealed=bytes(row.sealed)), key)
        for row in RecoverySlot.objects.all()
        for key in tried
    ) * bool(shreds)


def is_opened(slot: SealedSlot, key: ReadingKey) -> bool:
    where = Place(
        Purpose.RECOVERY_SLOT,
        settings.SITE_SECRETS.site,
        (slot.case_id.bytes, slot.epoch.to_bytes(8, "big")),
    )
    with suppress(SealingError):
        return bool(key.unwrap(slot.sealed, place=where))
    return False


def all_that_the_operator_has() -> list[ReadingKey]:
    """Every 32 bytes of the secrets, of the shred keys and of one share, as a key and a secret."""
    site = settings.SITE_SECRETS
    found = [bytes(site.pepper), bytes(site.form_key), site.notice_key.to_bytes()]
    found += [bytes(key) for key in ShredKey.objects.values_list("key", flat=True)]
    found += [KEYS.public.reading, KEYS.public.verify]
    found += [share_value(SHARES[0])]
    keys = [ReadingKey.from_bytes(each) for each in found]
    return [*keys, *(RecoveryKeys.from_secret(each).reading for each in found)]


def share_value(share: str) -> bytes:
    return bytes(Share.from_mnemonic(parse_share(share)).value)


def test_t_recover_the_operator_with_everything_but_enough_shares_opens_nothing() -> None:
    shown = lost()
    bundle = bundle_of(shown.society, shown.eve.member)
    assert len(bundle.slots) == 2
    assert recovery_slots_opened([KEYS.reading]) == 1  # the looker finds what can be found

    assert recovery_slots_opened(all_that_the_operator_has()) == 0


def test_t_recover_the_holders_alone_open_nothing_either() -> None:
    """What they get is under shred keys that never leave the server."""
    shown = lost()
    bundle = bundle_of(shown.society, shown.eve.member)

    inner = [slot.sealed for slot in bundle.slots if is_opened(slot, KEYS.reading)]

    assert len(inner) == 1
    text = bundle_to_text(bundle)
    for shred in ShredKey.objects.values_list("key", flat=True):
        assert bytes(shred).hex() not in text
    for holder in HOLDERS:
        assert holder.name not in text


Spoil = Callable[[Lost], None]


def erase_shred_keys(shown: Lost) -> None:
    ShredKey.objects.filter(case_id=shown.plain.visit.case_id).delete()


def exchange_recovery_slots(shown: Lost) -> None:
    one, other = (
        RecoverySlot.objects.get(case_id=sent.visit.case_id) for sent in (shown.plain, shown.shut)
    )
    RecoverySlot.objects.filter(pk=one.pk).update(sealed=other.sealed)
    RecoverySlot.objects.filter(pk=other.pk).update(sealed=one.sealed)


def flip_a_byte(shown: Lost) -> None:
    row = RecoverySlot.objects.get(case_id=shown.plain.visit.case_id)
    sealed = bytes(row.sealed)
    RecoverySlot.objects.filter(pk=row.pk).update(sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))


@pytest.mark.parametrize("spoil", [erase_shred_keys, exchange_recovery_slots, flip_a_byte])
def test_t_swap_a_recovery_slot_opens_only_as_and_where_it_was_written(spoil: Spoil) -> None:
    shown = lost()
    spoil(shown)

    recover(shown.society, shown.eve)

    for sent in (shown.plain, shown.shut):
        with pytest.raises(NotVisible):
            open_as(shown.eve, sent)


def test_t_swap_a_grant_with_slots_of_another_size_leaves_them_as_they_are() -> None:
    shown = lost()
    grant = granted(shown.society, shown.eve.member)
    cut = [replace(slot, sealed=slot.sealed[:-1]) for slot in grant.slots]

    take_in(replace(grant, slots=tuple(cut)), shown.eve)

    assert covers_visible_to(shown.eve) == []
