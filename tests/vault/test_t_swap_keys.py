"""T-SWAP: public keys, receipts and slots exchanged in their rows give nobody anything."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing import chain
from evenhand.sealing.errors import SealingError
from evenhand.sealing.secret import Secret
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, Epoch, Receipt, Slot
from evenhand.vault.queries.cases import case_visible_to, epoch_shreds
from evenhand.vault.queries.visits import dossier_of, public_keys_of, visit
from evenhand.vault.services.epochs import new_epoch_shred
from evenhand.vault.services.handling import log_opening
from evenhand.vault.services.reporting import exclude, identity_draft, say
from evenhand.vault.slots import open_slot, real_slot, shredded
from evenhand.vault.values.bodies import identity_to_body, report_to_body
from evenhand.vault.values.declared import Access, code_to_body
from evenhand.vault.values.entries import Draft, Kind, member_writer, reporter_writer
from evenhand.vault.values.report import Identity
from tests import make
from tests.vault import thief
from tests.vault.scenes import NOT_VISIBLE, Scene, scene, views_of, who_noticed

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def texts_seen_by(signed_in: SignedIn, case_id: UUID) -> list[str]:
    return [e.text() for e in case_visible_to(signed_in, case_id).dossier.of_kind(Kind.MESSAGE)]


def test_t_swap_words_signed_with_an_exchanged_key_are_nobodys() -> None:
    society = make.organisation()
    ada, dee = make.member(society, "Ada"), make.member(society, "Dee")
    sent = make.case([ada, dee])
    Member.objects.filter(pk=dee.pk).update(verify_key=thief.THIEFS.public)

    words = Draft(Kind.MESSAGE, {"text": "Withdraw it, or else."})
    thief.forge(
        sent.visit.case_id,
        [words],
        writer=member_writer(dee.pk, thief.THIEFS),
        reporter=sent.keys.reading.public,
    )

    seen = case_visible_to(make.signed_in(ada), sent.visit.case_id).dossier
    assert not seen.is_whole
    assert [entry.is_genuine for entry in seen.entries] == [True, True, True, False]
    assert not dossier_of(sent.visit).is_whole
    assert list(dossier_of(sent.visit).of_kind(Kind.MESSAGE)) == []


def test_t_swap_a_reader_is_believed_whatever_key_stands_in_their_row() -> None:
    shown = scene()
    before = views_of(shown)

    Member.objects.update(verify_key=thief.THIEFS.public)

    assert who_noticed(before, views_of(shown)) == set()


def test_t_swap_the_next_epoch_is_not_sealed_to_an_exchanged_reading_key() -> None:
    society = make.organisation()
    ada, ben, dee = (make.member(society, name) for name in ("Ada", "Ben", "Dee"))
    desk, dees = make.signed_in(ada), make.signed_in(dee)
    sent = make.case([ada, ben, dee])
    case_id = sent.visit.case_id
    stolen = ReadingKey.new()
    Member.objects.filter(pk=dee.pk).update(reading_key=stolen.public)

    exclude(sent.visit, [ben], now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)

    assert texts_seen_by(dees, case_id) == ["After."]
    assert texts_seen_by(desk, case_id) == ["After."]
    for slot in Slot.objects.filter(member=dee):
        where = (case_id, slot.epoch, dee.pk)
        shred = epoch_shreds(case_id)[slot.epoch]
        with pytest.raises(SealingError):
            open_slot(bytes(slot.sealed), where, key=stolen, shred=shred)


def test_t_swap_a_receipt_that_points_to_another_case_opens_neither() -> None:
    shown = scene()
    before = views_of(shown)
    first = Receipt.objects.filter(locator=shown.first.keys.locator.hex())

    first.update(case_id=shown.second.visit.case_id)

    assert who_noticed(before, views_of(shown)) == set(before) - {
        "Ben's first case",
        "Dee's second case",
        "Ada's list: first",
        "Ada's list: second",
    }


def test_t_swap_a_reader_sees_that_the_reporters_way_back_was_cut() -> None:
    shown = scene()
    before = views_of(shown)

    Receipt.objects.filter(locator=shown.first.keys.locator.hex()).delete()

    after = views_of(shown)
    assert who_noticed(before, after) == {
        "Ada's first case",
        "Dee's first case",
        "the first reporter",
    }
    assert after["the first reporter"] == NOT_VISIBLE


def test_t_swap_a_second_way_into_a_case_opens_nothing_and_is_seen() -> None:
    shown = scene()
    before, stranger = views_of(shown), make.receipt_keys()

    Receipt.objects.create(
        locator=stranger.locator.hex(),
        case_id=shown.first.visit.case_id,
        sealed_notice_address=seal_notice_address(""),
    )

    with pytest.raises(NotVisible):
        dossier_of(visit(stranger))
    assert "Ada's first case" in who_noticed(before, views_of(shown))


def test_t_swap_a_slot_with_a_key_of_the_thief_does_not_stand_for_the_case() -> None:
    shown = scene()
    before = views_of(shown)
    planted, case = ReadingKey.new(), Case.objects.get(pk=shown.first.visit.case_id)
    where = (case.id, case.epoch, shown.ada.member.id)
    inner = shredded(
        planted.to_bytes(), case.id, case.epoch, shred=epoch_shreds(case.id)[case.epoch]
    )
    slot = real_slot(inner, where, to=shown.ada.keys.reading.public)

    Slot.objects.filter(member=shown.ada.member, case=case, epoch=case.epoch).update(sealed=slot)

    assert "Ada's first case" in who_noticed(before, views_of(shown))


def test_t_swap_an_epoch_that_no_entry_declares_does_not_stand_for_the_case() -> None:
    """Beside the true slots the thief puts ones for the next epoch, with a key of their own."""
    shown = scene()
    before = views_of(shown)
    planted, case = ReadingKey.new(), Case.objects.get(pk=shown.second.visit.case_id)
    where = (case.id, case.epoch + 1, shown.ada.member.id)
    shred = new_epoch_shred(case.id, case.epoch + 1, now=make.NOW)
    shred.save()
    inner = shredded(planted.to_bytes(), case.id, case.epoch + 1, shred=bytes(shred.key))
    slot = real_slot(inner, where, to=shown.ada.keys.reading.public)

    Epoch.objects.create(case=case, number=case.epoch + 1, public_key=planted.public)
    Slot.objects.create(case=case, epoch=case.epoch + 1, member=shown.ada.member, sealed=slot)
    Case.objects.filter(pk=case.id).update(epoch=case.epoch + 1, changed=case.changed + 1)

    after = views_of(shown)
    assert {"Ada's second case", "Ada's list: second"} <= who_noticed(before, after)
    assert after["Ada's second case"] == NOT_VISIBLE


def test_t_roster_a_reader_who_hands_on_the_key_makes_nobody_a_reader() -> None:
    """Dee, a reader with the database at hand, puts the true key into Ben's slot."""
    shown = scene()
    case_id = shown.first.visit.case_id
    open_case = log_opening(case_visible_to(shown.dee, case_id), by=shown.dee, now=make.NOW)
    epoch = open_case.dossier.access.epoch
    where = (case_id, epoch, shown.ben.member.id)
    inner = shredded(open_case.key.to_bytes(), case_id, epoch, shred=epoch_shreds(case_id)[epoch])

    Slot.objects.filter(case_id=case_id, epoch=epoch, member=shown.ben.member).update(
        sealed=real_slot(inner, where, to=shown.ben.keys.reading.public)
    )

    with pytest.raises(NotVisible):
        case_visible_to(shown.ben, case_id)


def test_t_swap_a_forged_case_in_the_place_of_another_is_seen() -> None:
    """The thief tells a story of their own under the case's id, and everything fits together."""
    shown = scene()
    before = views_of(shown)
    case_id = shown.first.visit.case_id

    _replace_whole(shown)

    assert who_noticed(before, views_of(shown)) >= {
        "Ada's first case",
        "Dee's first case",
        "the first reporter",
    }
    assert Entry.objects.filter(case_id=case_id).count() == 3


def _replace_whole(shown: Scene) -> None:
    case = Case.objects.get(pk=shown.first.visit.case_id)
    keys, address = make.receipt_keys(), seal_notice_address("")
    epoch = Epoch.objects.get(case=case, number=case.epoch)
    readers = {by.member.id: by.keys.public for by in (shown.ada, shown.dee)}
    access = Access.first(PublicKey(bytes(epoch.public_key)), readers)
    report = report_to_body(make.report("He never waited anywhere."))
    Entry.objects.filter(case=case).delete()
    Case.objects.filter(pk=case.pk).update(head=0, head_link=chain.START)
    thief.forge(
        case.pk,
        [
            Draft(Kind.REPORT, {**report, **code_to_body(public_keys_of(keys), keys.locator)}),
            identity_draft(identity_to_body(Identity()), address),
            Draft(Kind.READERS, replace(access, epoch=case.epoch).to_body()),
        ],
        writer=reporter_writer(keys.signing),
        reporter=keys.reading.public,
    )
    Receipt.objects.filter(case=case).update(
        locator=keys.locator.hex(), sealed_notice_address=address
    )
