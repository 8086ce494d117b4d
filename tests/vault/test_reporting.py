"""What a reporter can do after sending."""

from __future__ import annotations

import pytest

from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import AlreadyRead, NobodyLeft, NotVisible
from evenhand.vault.models import Case, Entry, Epoch, Receipt, ShredKey, Slot, StoredFile
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.epochs import catch_up
from evenhand.vault.services.erasing import erase_identity, erase_report
from evenhand.vault.services.files import file_in, forget_files_of
from evenhand.vault.services.handling import log_opening, note, reply
from evenhand.vault.services.reporting import (
    attach,
    change_identity,
    exclude,
    replace_code,
    say,
    withdraw,
)
from evenhand.vault.services.sweeping import sweep_orphan_shred_keys
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity, Way
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

NOTHING = seal_notice_address


def test_what_the_reporter_adds_reaches_the_readers() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])

    say(sent.visit, Secret("One more thing."), now=make.NOW)

    case = case_visible_to(make.signed_in(ada), sent.visit.case_id)
    assert [e.text() for e in case.dossier.of_kind(Kind.MESSAGE)] == ["One more thing."]
    assert case.dossier.is_whole


def test_both_sides_read_the_same_words_and_a_note_stays_inside() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    desk = make.signed_in(ada)

    reply(sent.visit.case_id, Secret("Thank you for telling us."), by=desk, now=make.NOW)
    note(sent.visit.case_id, Secret("Ask the venue."), by=desk, now=make.NOW)

    told = [entry.text() for entry in dossier_of(sent.visit).entries]
    assert "Thank you for telling us." in told
    assert "Ask the venue." not in told
    assert dossier_of(sent.visit).is_whole


def test_a_file_comes_back_as_it_was() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    content = bytes(range(256)) * 700

    attach(
        sent.visit,
        FileToStore(name="voice.ogg", content_type="audio/ogg", content=content),
        now=make.NOW,
    )

    dossier = case_visible_to(make.signed_in(ada), sent.visit.case_id).dossier
    stored = StoredFile.objects.get()
    body, chunks = file_in(dossier, stored.id)
    assert body["name"] == "voice.ogg"
    assert b"".join(chunks) == content


def test_a_file_of_no_case_is_not_there() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])

    with pytest.raises(NotVisible):
        file_in(dossier_of(sent.visit), sent.visit.case_id)


def test_a_file_that_the_storage_lost_is_not_there() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    file = FileToStore(name="note.txt", content_type="text/plain", content=b"sound")
    attach(sent.visit, file, now=make.NOW)
    stored = StoredFile.objects.get()
    forget_files_of(sent.visit.case_id)

    with pytest.raises(NotVisible):
        file_in(dossier_of(sent.visit), stored.id)


def test_a_member_shut_out_by_the_reporter_loses_the_case_at_once() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben], text="Old words.")
    log_opening(
        case_visible_to(make.signed_in(ben), sent.visit.case_id),
        by=make.signed_in(ben),
        now=make.NOW,
    )

    exclude(sent.visit, [ben], now=make.NOW)

    with pytest.raises(NotVisible):
        case_visible_to(make.signed_in(ben), sent.visit.case_id)
    case = case_visible_to(make.signed_in(ada), sent.visit.case_id)
    assert case.dossier.report.what_happened.reveal() == "Old words."
    assert case.dossier.is_whole
    assert [member.name for member in case.dossier.excluded_now] == ["Ben"]


def test_all_slots_change_to_one_new_size_when_somebody_is_shut_out() -> None:
    society = make.organisation()
    ada, ben, cay = (make.member(society, name) for name in ("Ada", "Ben", "Cay"))
    sent = make.case([ada, ben])
    before = {slot.id: bytes(slot.sealed) for slot in Slot.objects.filter(epoch=1)}

    exclude(sent.visit, [ben], now=make.NOW)

    after = {slot.id: bytes(slot.sealed) for slot in Slot.objects.filter(epoch=1)}
    assert cay.id in {slot.member_id for slot in Slot.objects.all()}
    assert all(before[slot] != after[slot] for slot in before)
    assert len({len(sealed) for sealed in after.values()}) == 1


def test_the_next_reader_brings_old_entries_under_the_new_epoch() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben])
    exclude(sent.visit, [ben], now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)

    desk = make.signed_in(ada)
    log_opening(case_visible_to(desk, sent.visit.case_id), by=desk, now=make.NOW)

    assert set(Entry.objects.values_list("epoch", flat=True)) == {2}
    assert set(Slot.objects.values_list("epoch", flat=True)) == {2}
    assert not ShredKey.objects.filter(number=1).exists()
    assert case_visible_to(desk, sent.visit.case_id).dossier.is_whole


def test_shutting_out_two_people_one_after_the_other_keeps_older_layers_readable() -> None:
    society = make.organisation()
    ada, ben, cay = (make.member(society, name) for name in ("Ada", "Ben", "Cay"))
    sent = make.case([ada, ben, cay], text="Old words.")

    exclude(sent.visit, [ben], now=make.NOW)
    exclude(sent.visit, [cay], now=make.NOW)

    case = case_visible_to(make.signed_in(ada), sent.visit.case_id)
    assert case.dossier.report.what_happened.reveal() == "Old words."
    for gone in (ben, cay):
        with pytest.raises(NotVisible):
            case_visible_to(make.signed_in(gone), sent.visit.case_id)


def test_the_last_reader_cannot_be_shut_out() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])

    with pytest.raises(NobodyLeft):
        exclude(sent.visit, [ada], now=make.NOW)


def test_a_new_code_opens_everything_and_the_old_one_nothing() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada], text="Old words.")
    new = make.receipt_keys()

    replace_code(sent.visit, new, now=make.NOW)

    with pytest.raises(NotVisible):
        visit(sent.keys)
    say(visit(new), Secret("With the new code."), now=make.NOW)
    reply(sent.visit.case_id, Secret("Yes?"), by=make.signed_in(ada), now=make.NOW)
    dossier = dossier_of(visit(new))
    assert dossier.report.what_happened.reveal() == "Old words."
    assert [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)] == [
        "With the new code.",
        "Yes?",
    ]
    assert dossier.is_whole


def test_a_code_whose_way_in_is_gone_is_not_replaced() -> None:
    sent = make.case([make.member(make.organisation())])
    Receipt.objects.all().delete()

    with pytest.raises(NotVisible):
        replace_code(sent.visit, make.receipt_keys(), now=make.NOW)

    assert [entry.kind for entry in dossier_of(sent.visit).entries][-1] is Kind.READERS


@pytest.mark.parametrize("damage", [{"wrapped_for_case": b"damaged"}, {"epoch": 0}])
def test_older_keys_are_kept_while_something_does_not_open(damage: dict[str, object]) -> None:
    society = make.organisation()
    ada, ben = make.member(society), make.member(society, "Ben")
    sent = make.case([ada, ben])
    desk, case_id = make.signed_in(ada), sent.visit.case_id
    exclude(sent.visit, [ben], now=make.NOW)
    damaged = Entry.objects.filter(case_id=case_id, position=2)
    was = damaged.values("wrapped_for_case", "epoch").get()
    damaged.update(**damage)

    catch_up(case_visible_to(desk, case_id))

    assert Epoch.objects.filter(case_id=case_id).count() == 2
    assert not case_visible_to(desk, case_id).dossier.is_whole
    damaged.update(**was)
    catch_up(case_visible_to(desk, case_id))
    assert Epoch.objects.filter(case_id=case_id).count() == 1
    assert case_visible_to(desk, case_id).dossier.is_whole


def test_an_unread_report_can_be_deleted_whole() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"x"), now=make.NOW)

    erase_report(sent.visit)

    assert not Case.objects.exists()
    assert not ShredKey.objects.exists()
    assert not StoredFile.objects.exists()
    with pytest.raises(NotVisible):
        visit(sent.keys)


def test_a_report_that_was_read_cannot_be_deleted_whole() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    desk = make.signed_in(ada)
    log_opening(case_visible_to(desk, sent.visit.case_id), by=desk, now=make.NOW)

    with pytest.raises(AlreadyRead):
        erase_report(sent.visit)

    assert dossier_of(sent.visit).is_whole


def test_contact_details_can_be_changed_and_then_erased_for_good() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada], identity=Identity(name=Secret("Robin")))
    changed = Identity(way=Way.CALL, contact=Secret("+49 30 1"))
    change_identity(sent.visit, changed, NOTHING("robin@example.org"), now=make.NOW)
    assert dossier_of(sent.visit).identity is not None

    erase_identity(sent.visit, NOTHING(""), now=make.NOW)

    case = case_visible_to(make.signed_in(ada), sent.visit.case_id)
    assert case.dossier.identity is None
    assert case.dossier.is_whole
    assert Entry.objects.filter(sealed=b"").count() == 2


def test_withdrawing_is_told_to_the_readers() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])

    withdraw(sent.visit, now=make.NOW)

    assert case_visible_to(make.signed_in(ada), sent.visit.case_id).dossier.is_withdrawn


def test_shred_keys_of_what_never_came_to_be_are_swept_after_a_day() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    kept = ShredKey.objects.count()
    lost = Case.objects.get()
    ShredKey.objects.create(
        case_id=lost.organisation_id, number=1, key=b"x" * 32, made_on=make.NOW.date()
    )
    ShredKey.objects.create(
        case_id=lost.id,
        number=0,
        entry_id=lost.organisation_id,
        key=b"x" * 32,
        made_on=make.NOW.date(),
    )

    assert sweep_orphan_shred_keys(make.NOW) == 0
    assert sweep_orphan_shred_keys(make.NOW.replace(day=4)) == 2

    assert ShredKey.objects.count() == kept
    assert dossier_of(sent.visit).is_whole
