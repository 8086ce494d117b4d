"""T-ROT: whoever stepped back from a case opens nothing that came after, in no copy."""

from __future__ import annotations

import pytest

from evenhand.accounts.values import SignedIn
from evenhand.directory.models import RoleKind
from evenhand.sealing.secret import Secret
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude, say
from tests import make
from tests.vault.copies import copy_now, texts_opened
from tests.vault.test_t_shred import STORY, with_todays_shred_keys

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def two_readers() -> list[SignedIn]:
    society = make.organisation()
    return [make.signed_in(make.member(society, name)) for name in ("Ada", "Ben")]


def test_t_rot_with_copies_from_before_and_after_whoever_stepped_back_reads_nothing_new() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()

    step_back(sent.visit.case_id, by=ben, now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)
    between = copy_now()
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=make.NOW)
    reply(sent.visit.case_id, Secret("And we answer."), by=ada, now=make.NOW)
    after = copy_now()

    again = make.signed_in(ben.member)  # with their passphrase, as they are today
    everything = before + between + after
    assert {STORY, "After.", "And we answer."} <= texts_opened(everything, by=[ada])
    stolen = texts_opened(everything, by=[ben, again])
    assert STORY in stolen  # what they have read stays read
    assert not stolen & {"After.", "And we answer."}
    assert texts_opened(between + after, by=[ben, again]) == set()
    assert texts_opened(with_todays_shred_keys(before) + after, by=[ben, again]) == set()


def test_t_rot_the_last_reader_who_handed_the_case_on_reads_nothing_new() -> None:
    ada, ben = two_readers()
    make.role(ada.member, RoleKind.LEAD)
    sent = make.case([ben.member], text=STORY)
    before = copy_now()

    step_back(sent.visit.case_id, by=ben, now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)
    between = copy_now()
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=make.NOW)
    after = copy_now()

    everything = before + between + after
    assert {STORY, "After."} <= texts_opened(everything, by=[ada])
    assert "After." not in texts_opened(everything, by=[ben])
    assert texts_opened(between + after, by=[ben]) == set()


def test_t_rot_whoever_was_shut_out_before_stays_out_when_somebody_is_let_in() -> None:
    ada, ben = two_readers()
    dee = make.signed_in(make.member(ada.member.organisation, "Dee"))
    make.role(dee.member, RoleKind.LEAD)
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()
    exclude(sent.visit, [ben.member], now=make.NOW)

    step_back(sent.visit.case_id, by=ada, now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)

    everything = before + copy_now()
    assert {STORY, "After."} <= texts_opened(copy_now(), by=[dee])
    assert not texts_opened(everything, by=[ada, ben]) & {"After."}
