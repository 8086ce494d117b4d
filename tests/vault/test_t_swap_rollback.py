"""T-SWAP: a case that goes back to an older state, whole and in order.

No check of the rows alone can see that. What sees it is said here, and what does not: the limits
are tests too, so that nobody promises more (docs/threat-model.md, "What is not protected").
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models import Model

from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case, Desk, Entry, Epoch, Receipt, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import log_opening, note, reply
from evenhand.vault.services.reporting import exclude, say
from tests import make
from tests.vault import thief
from tests.vault.scenes import (
    DAMAGED,
    NOT_VISIBLE,
    case_seen_by,
    case_seen_by_reporter,
    list_seen_by,
    scene,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

LATER = make.NOW + timedelta(minutes=1)


def rows_of(case_id: UUID) -> list[Model]:
    """All that the first database holds of a case, to be put back later."""
    return [
        *Case.objects.filter(pk=case_id),
        *Epoch.objects.filter(case_id=case_id),
        *Slot.objects.filter(case_id=case_id),
        *Entry.objects.filter(case_id=case_id),
        *Receipt.objects.filter(case_id=case_id),
    ]


def put_back(case_id: UUID, rows: Sequence[Model]) -> None:
    changed = Case.objects.get(pk=case_id).changed
    Case.objects.filter(pk=case_id).delete()
    for row in rows:
        row.save(force_insert=True)
    Case.objects.filter(pk=case_id).update(changed=changed + 1)


def cut_off(case_id: UUID, count: int) -> None:
    for row in thief.entries_of(case_id)[-count:]:
        thief.drop(row)
    thief.rebuild_chain(case_id)


def test_t_swap_what_a_member_wrote_is_missed_under_the_sealed_cover() -> None:
    shown = scene()
    case_id = shown.first.visit.case_id
    note(case_id, Secret("The newest."), by=shown.ada, now=make.NOW)
    Desk.objects.all().delete()

    cut_off(case_id, 1)

    assert case_seen_by(shown.ada, shown.first) == DAMAGED
    assert list_seen_by(shown.ada, shown)["first"] == DAMAGED


def test_t_swap_what_the_reporter_wrote_last_is_missed_by_whoever_saw_it_in_this_session() -> None:
    shown = scene()
    case_id = shown.first.visit.case_id
    assert list_seen_by(shown.ada, shown)["first"] != DAMAGED

    cut_off(case_id, 1)

    assert case_seen_by(shown.ada, shown.first) == DAMAGED
    assert list_seen_by(shown.ada, shown)["first"] == DAMAGED
    assert case_seen_by(shown.ada, shown.first) == DAMAGED


def test_t_swap_a_session_misses_it_even_when_other_words_take_the_place() -> None:
    shown = scene()
    case_id = shown.first.visit.case_id
    covers_visible_to(shown.ada)

    cut_off(case_id, 1)
    reply(case_id, Secret("Are you still there?"), by=shown.dee, now=LATER)
    say(shown.first.visit, Secret("Yes."), now=LATER)

    assert case_seen_by(shown.ada, shown.first) == DAMAGED


def test_t_swap_limit_a_new_session_cannot_miss_what_the_reporter_wrote_last() -> None:
    shown = scene()
    Desk.objects.all().delete()

    cut_off(shown.first.visit.case_id, 1)

    assert case_seen_by(shown.ada, shown.first) not in (DAMAGED, NOT_VISIBLE)
    assert dossier_of(shown.first.visit).is_whole


def test_t_swap_a_session_misses_a_case_that_was_put_back_whole() -> None:
    shown = scene()
    case_id = shown.second.visit.case_id
    older = rows_of(case_id)
    reply(case_id, Secret("We will talk to her."), by=shown.ada, now=make.NOW)
    covers_visible_to(shown.ada)

    put_back(case_id, older)

    assert case_seen_by(shown.ada, shown.second) == DAMAGED
    assert list_seen_by(shown.ada, shown)["second"] == DAMAGED


def test_t_swap_limit_a_new_session_cannot_tell_that_a_case_was_put_back_whole() -> None:
    shown = scene()
    case_id = shown.second.visit.case_id
    older = rows_of(case_id)
    before = case_seen_by(shown.ada, shown.second)
    reply(case_id, Secret("We will talk to her."), by=shown.ada, now=make.NOW)
    Desk.objects.all().delete()

    put_back(case_id, older)

    assert case_seen_by(shown.ada, shown.second) == before
    assert case_seen_by_reporter(shown.second) != DAMAGED


def test_t_swap_a_case_from_before_somebody_was_shut_out_does_not_come_back() -> None:
    """The older epoch's shred key is gone as soon as a reader has opened the case since."""
    shown = scene()
    sent = make.case([shown.ada.member, shown.ben.member])
    case_id = sent.visit.case_id
    older = rows_of(case_id)
    exclude(sent.visit, [shown.ben.member], now=make.NOW)
    log_opening(case_visible_to(shown.ada, case_id), by=shown.ada, now=make.NOW)

    put_back(case_id, older)

    assert case_seen_by(shown.ben, sent) == NOT_VISIBLE
    assert case_seen_by(shown.ada, sent) == NOT_VISIBLE


def test_t_swap_limit_a_deleted_case_stays_in_the_list_of_an_open_session_and_in_no_other() -> None:
    """The reporter's code leads nowhere; whoever has the case listed can no longer open it."""
    shown = scene()
    covers_visible_to(shown.ada)

    Case.objects.filter(pk=shown.first.visit.case_id).delete()

    assert case_seen_by_reporter(shown.first) == NOT_VISIBLE
    assert case_seen_by(shown.ada, shown.first) == NOT_VISIBLE
    assert list_seen_by(shown.ada, shown)["first"] != NOT_VISIBLE
    assert list_seen_by(shown.dee, shown)["first"] == NOT_VISIBLE


def test_t_swap_an_older_memory_of_a_session_is_not_taken_for_the_newest() -> None:
    """Otherwise a case that came in between could be kept out of somebody's list."""
    ada = make.member(make.organisation())
    make.case([ada])
    desk = make.signed_in(ada)
    covers_visible_to(desk)
    older = bytes(Desk.objects.get().sealed)
    make.case([ada])
    assert len(covers_visible_to(desk)) == 2

    Desk.objects.update(sealed=older)

    assert len(covers_visible_to(desk)) == 2
