"""A report becomes a sealed case that exactly its readers can open."""

from __future__ import annotations

import dataclasses

import pytest

from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NobodyLeft, NotVisible
from evenhand.vault.models import Case, Receipt, ShredKey, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.opening import open_case
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def test_a_reader_reads_what_the_reporter_wrote() -> None:
    society = make.organisation()
    ada, _ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada], text="He waited by my door.")

    found = case_visible_to(make.signed_in(ada), sent.visit.case_id)

    assert found.dossier.report.what_happened.reveal() == "He waited by my door."
    assert found.dossier.is_whole


def test_a_member_who_is_no_reader_cannot_tell_the_case_from_none() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada], excluded=[ben])

    with pytest.raises(NotVisible):
        case_visible_to(make.signed_in(ben), sent.visit.case_id)


def test_every_member_has_a_slot_of_one_size() -> None:
    society = make.organisation()
    members = [make.member(society, name) for name in ("Ada", "Ben", "Cay", "Dee")]

    make.case(members[:2])

    sizes = {len(slot.sealed) for slot in Slot.objects.all()}
    assert Slot.objects.count() == 4
    assert len(sizes) == 1


def test_the_reporter_comes_back_with_the_receipt() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada], identity=Identity(name=Secret("Robin")))

    dossier = dossier_of(visit(sent.keys))

    assert dossier.report.what_happened == sent.opening.report.what_happened
    assert dossier.identity is not None
    assert dossier.identity.name.reveal() == "Robin"
    assert [member.name for member in dossier.readers_now] == ["Ada"]
    assert dossier.is_whole


def test_another_receipt_opens_nothing() -> None:
    make.case([make.member(make.organisation())])

    with pytest.raises(NotVisible):
        visit(make.receipt_keys())


def test_sending_the_same_form_again_keeps_one_report() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])

    open_case(sent.opening, now=make.NOW)

    assert Case.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert dossier_of(sent.visit).head == 3


def test_sending_the_same_form_with_other_words_loses_neither() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada], text="First words.")
    changed = dataclasses.replace(sent.opening, report=make.report("Second words."))

    open_case(changed, now=make.NOW)
    open_case(changed, now=make.NOW)

    told = [entry.text("what_happened") for entry in dossier_of(sent.visit).of_kind(Kind.REPORT)]
    assert told == ["First words.", "Second words."]


def test_a_report_with_no_reader_is_refused_before_anything_is_written() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    nobody = dataclasses.replace(sent.opening, readers=[], keys=make.receipt_keys())

    with pytest.raises(NobodyLeft):
        open_case(nobody, now=make.NOW)

    assert Case.objects.count() == 1


def test_the_readers_are_told_that_there_is_something() -> None:
    make.case([make.member(make.organisation())])

    assert Notice.objects.count() == 1


def test_a_shred_key_stands_for_the_epoch_and_for_each_entry() -> None:
    make.case([make.member(make.organisation())])

    numbers = sorted(ShredKey.objects.values_list("number", flat=True))
    assert numbers == [0, 0, 0, 1]
