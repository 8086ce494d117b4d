"""T-SWAP: nobody opens to a recovery key what is shut to it, and only a reader judges anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.values.declared import Access, Recovery
from evenhand.vault.values.entries import (
    Draft,
    Kind,
    Writer,
    member_writer,
    reporter_writer,
)
from tests import make
from tests.vault import thief
from tests.vault.recovering import KEYS
from tests.vault.test_t_swap_recovery import (
    OTHERS,
    case_visible_entries,
    is_believed,
    scene,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def shut_recovery(access: Access) -> Recovery:
    assert access.recovery is not None
    return replace(access.recovery, is_shut=True)


def turned(access: Access, recovery: Recovery | None) -> Access:
    return replace(access.without([], key=ReadingKey.new().public), recovery=recovery)


def plant_turn(sent: make.Sent, access: Access, writer: Writer) -> None:
    reporter = sent.keys.reading.public
    draft = Draft(Kind.READERS, access.to_body())
    thief.forge(sent.visit.case_id, [draft], writer=writer, reporter=reporter)


def test_t_swap_the_reporter_does_not_judge_anew() -> None:
    shown = scene()
    access = case_visible_to(shown.ada, shown.first.visit.case_id).dossier.access
    for recovery in (None, Recovery(OTHERS.public, is_shut=False), shut_recovery(access)):
        writer = reporter_writer(shown.first.keys.signing)
        plant_turn(shown.first, turned(access, recovery), writer)
        assert not is_believed(shown, shown.first)


def test_t_swap_a_reader_opens_to_a_key_nothing_that_is_shut_to_it() -> None:
    shown = scene()
    access = case_visible_to(shown.ada, shown.second.visit.case_id).dossier.access
    for recovery in (None, Recovery(KEYS.public, is_shut=False)):
        writer = member_writer(shown.ada.member.id, shown.ada.keys.signing)
        plant_turn(shown.second, turned(access, recovery), writer)
        assert not is_believed(shown, shown.second)


@pytest.mark.parametrize("text", ["2" * 129, "0" * 128 + "3", "ab", "zz" * 64 + "1"])
def test_t_swap_an_unreadable_judgement_is_noticed(text: str) -> None:
    shown = scene()
    access = case_visible_to(shown.ada, shown.first.visit.case_id).dossier.access
    body = {**turned(access, access.recovery).to_body(), "recovery": text}
    writer = member_writer(shown.ada.member.id, shown.ada.keys.signing)
    if text == "2" * 129:
        body["recovery"] = text[:-1]
    thief.forge(
        shown.first.visit.case_id,
        [Draft(Kind.READERS, body)],
        writer=writer,
        reporter=shown.first.keys.reading.public,
    )

    assert not is_believed(shown, shown.first)


def test_a_reader_may_say_that_a_case_is_shut_after_all() -> None:
    shown = scene()
    access = case_visible_to(shown.ada, shown.first.visit.case_id).dossier.access
    writer = member_writer(shown.ada.member.id, shown.ada.keys.signing)

    plant_turn(shown.first, turned(access, shut_recovery(access)), writer)

    assert case_visible_entries(shown.first)[-1] is True
