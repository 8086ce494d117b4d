"""T-SHRED and T-ROT: what was erased, and what came after somebody was shut out, opens nowhere.

Old copies of the first database count as stolen; the shred keys are those of today.
"""

from __future__ import annotations

import dataclasses

import pytest

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.erasing import erase_identity, erase_report
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.reporting import exclude, replace_code, say
from evenhand.vault.values.report import Identity
from tests import make
from tests.vault.copies import Copy, copy_now, shreds_now, texts_opened

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

ROBIN = Identity(name=Secret("Robin"), contact=Secret("robin@example.org"))
STORY, NEIGHBOUR = "He waited by my door.", "She shouted at us."


def with_todays_shred_keys(copy: Copy) -> Copy:
    return dataclasses.replace(copy, shreds=shreds_now())


def two_readers() -> list[SignedIn]:
    society = make.organisation()
    return [make.signed_in(make.member(society, name)) for name in ("Ada", "Ben")]


def test_t_shred_an_erased_report_opens_from_no_old_copy_and_its_neighbour_does() -> None:
    readers = two_readers()
    members = [reader.member for reader in readers]
    sent = make.case(members, text=STORY, identity=ROBIN)
    neighbour = make.case(members, text=NEIGHBOUR)
    say(sent.visit, Secret("One more thing."), now=make.NOW)
    codes = [sent.keys.reading, neighbour.keys.reading]
    old = copy_now()
    before = texts_opened(old, by=readers, codes=codes)
    assert {STORY, "One more thing.", "Robin", NEIGHBOUR} <= before

    erase_report(sent.visit)

    restored = with_todays_shred_keys(old)
    for opened in (
        texts_opened(restored, by=readers, codes=codes),
        texts_opened(restored, by=readers),
        texts_opened(restored, codes=codes),
    ):
        assert NEIGHBOUR in opened
        assert not opened & {STORY, "One more thing.", "Robin", "robin@example.org"}
    assert texts_opened(restored, by=readers, codes=[sent.keys.reading]) == texts_opened(
        restored, by=readers
    )
    assert texts_opened(restored, codes=[sent.keys.reading]) == set()


def test_t_shred_who_the_reporter_was_opens_from_no_old_copy_and_the_report_does() -> None:
    readers = two_readers()
    sent = make.case([reader.member for reader in readers], text=STORY, identity=ROBIN)
    log_opening(case_visible_to(readers[0], sent.visit.case_id), by=readers[0], now=make.NOW)
    old = copy_now()
    assert {STORY, "Robin"} <= texts_opened(old, by=readers, codes=[sent.keys.reading])

    erase_identity(sent.visit, seal_notice_address(""), now=make.NOW)

    opened = texts_opened(with_todays_shred_keys(old), by=readers, codes=[sent.keys.reading])
    assert STORY in opened
    assert not opened & {"Robin", "robin@example.org"}


def test_t_shred_a_replaced_code_opens_nothing_that_came_after() -> None:
    ada, _ = two_readers()
    sent = make.case([ada.member], text=STORY)
    old_code = sent.keys.reading
    new = make.receipt_keys()
    replace_code(sent.visit, new, now=make.NOW)

    reply(sent.visit.case_id, Secret("For the new code."), by=ada, now=make.NOW)

    now = copy_now()
    assert texts_opened(now, codes=[old_code]) == set()
    assert {STORY, "For the new code."} <= texts_opened(now, codes=[new.reading])


def test_t_rot_with_copies_from_before_and_after_a_shut_out_member_reads_nothing_new() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()

    exclude(sent.visit, [ben.member], now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)
    between = copy_now()
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=make.NOW)
    reply(sent.visit.case_id, Secret("And we answer."), by=ada, now=make.NOW)
    after = copy_now()

    everything = before + between + after
    assert {STORY, "After.", "And we answer."} <= texts_opened(everything, by=[ada])
    stolen = texts_opened(everything, by=[ben])
    assert STORY in stolen  # what they could read before, with the shred keys of before
    assert not stolen & {"After.", "And we answer."}
    assert texts_opened(between, by=[ben]) == set()
    assert texts_opened(after, by=[ben]) == set()


def test_t_rot_once_the_old_shred_keys_are_gone_even_the_old_copy_is_closed() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()

    exclude(sent.visit, [ben.member], now=make.NOW)
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=make.NOW)

    assert texts_opened(with_todays_shred_keys(before) + copy_now(), by=[ben]) == set()
    assert STORY in texts_opened(copy_now(), by=[ada])
