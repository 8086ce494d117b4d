"""Several people at the same moment: no word is lost, nobody is misled, the chain stays whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import Case, Entry, ShredKey, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.dummies import give_dummy_slots
from evenhand.vault.services.handling import log_opening, note, reply
from evenhand.vault.services.opening import open_case
from evenhand.vault.services.reporting import change_identity, exclude, replace_code, say
from evenhand.vault.values.covers import Stage
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from tests import make
from tests.sizes import size

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

ROUNDS = size(4, 40)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """All of these in threads of their own that start together; what each gave back."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def until_it_fits(act: Callable[[], object]) -> None:
    """As a person does who is asked to press the button again."""
    for _ in range(20):
        try:
            act()
        except TooBusy:
            continue
        return
    raise TooBusy


def messages_in(dossier: Dossier) -> list[str]:
    return sorted(entry.text() for entry in dossier.of_kind(Kind.MESSAGE))


def test_no_word_is_lost_when_both_sides_write_at_once() -> None:
    society = make.organisation()
    ada, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Dee"))
    sent = make.case([ada.member, dee.member])
    case_id = sent.visit.case_id

    def say_all() -> None:
        for number in range(ROUNDS):
            until_it_fits(partial(say, sent.visit, Secret(f"Robin {number}"), now=make.NOW))

    def reply_all(by: SignedIn, name: str) -> None:
        for number in range(ROUNDS):
            words = Secret(f"{name} {number}")
            until_it_fits(partial(reply, case_id, words, by=by, now=make.NOW))

    at_once(say_all, lambda: reply_all(ada, "Ada"), lambda: reply_all(dee, "Dee"))

    expected = sorted(f"{who} {n}" for who in ("Ada", "Dee", "Robin") for n in range(ROUNDS))
    for dossier in (case_visible_to(ada, case_id).dossier, dossier_of(sent.visit)):
        assert messages_in(dossier) == expected
        assert dossier.is_whole
    assert covers_visible_to(ada) == [dossier_of(sent.visit).cover]


def test_whoever_reads_while_others_write_sees_no_damage() -> None:
    ada = make.signed_in(make.member(make.organisation()))
    sent = make.case([ada.member])
    case_id = sent.visit.case_id
    seen: list[bool] = []

    def look() -> None:
        for _ in range(ROUNDS * 3):
            seen.append(case_visible_to(ada, case_id).dossier.is_whole)
            seen.append(dossier_of(sent.visit).is_whole)
            seen.append(covers_visible_to(ada)[0].stage is not Stage.DAMAGED)

    def write() -> None:
        for _ in range(ROUNDS):
            until_it_fits(lambda: say(sent.visit, Secret("More."), now=make.NOW))
            until_it_fits(
                lambda: change_identity(
                    sent.visit, Identity(), seal_notice_address(""), now=make.NOW
                )
            )

    at_once(look, write)

    assert all(seen)


def test_shutting_out_while_others_write_loses_nothing_and_shuts_out() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    sent = make.case([ada.member, ben.member, dee.member])
    case_id = sent.visit.case_id

    def write(by: SignedIn, name: str) -> None:
        for number in range(ROUNDS):
            words = Secret(f"{name} {number}")
            until_it_fits(partial(note, case_id, words, by=by, now=make.NOW))

    def bens() -> int:
        for number in range(ROUNDS):
            try:
                until_it_fits(lambda: note(case_id, Secret("Ben"), by=ben, now=make.NOW))
            except NotVisible:
                return number
        return ROUNDS

    def shut_out() -> None:
        until_it_fits(lambda: exclude(sent.visit, [ben.member], now=make.NOW))

    *_, count, _ = at_once(lambda: write(ada, "Ada"), lambda: write(dee, "Dee"), bens, shut_out)

    seen = case_visible_to(ada, case_id).dossier
    notes = [entry.text() for entry in seen.of_kind(Kind.NOTE)]
    assert seen.is_whole
    assert sorted(notes) == sorted(
        ["Ben"] * int(str(count)) + [f"{who} {n}" for who in ("Ada", "Dee") for n in range(ROUNDS)]
    )
    with pytest.raises(NotVisible):
        case_visible_to(ben, case_id)


def test_two_who_shut_out_at_once_both_get_what_they_asked_for() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    for _ in range(ROUNDS):
        sent = make.case([ada.member, ben.member, dee.member])
        at_once(
            partial(until_it_fits, partial(exclude, sent.visit, [ben.member], now=make.NOW)),
            partial(until_it_fits, partial(exclude, sent.visit, [dee.member], now=make.NOW)),
        )

        dossier = case_visible_to(ada, sent.visit.case_id).dossier
        assert dossier.is_whole
        assert [member.name for member in dossier.readers_now] == ["Ada"]


def test_two_readers_who_catch_up_at_once_both_read_on() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    for _ in range(ROUNDS):
        sent = make.case([ada.member, ben.member, dee.member])
        exclude(sent.visit, [ben.member], now=make.NOW)
        cases = [case_visible_to(by, sent.visit.case_id) for by in (ada, dee)]

        at_once(
            partial(until_it_fits, partial(log_opening, cases[0], by=ada, now=make.NOW)),
            partial(until_it_fits, partial(log_opening, cases[1], by=dee, now=make.NOW)),
        )

        for member in (ada, dee):
            assert case_visible_to(member, sent.visit.case_id).dossier.is_whole
    assert set(Slot.objects.values_list("epoch", flat=True)) == {2}


def test_an_answer_reaches_the_new_code_when_it_is_replaced_at_the_same_moment() -> None:
    ada = make.signed_in(make.member(make.organisation()))
    for _ in range(ROUNDS):
        sent, new = make.case([ada.member]), make.receipt_keys()
        case_id = sent.visit.case_id
        words = Secret("We are here.")
        at_once(
            partial(until_it_fits, partial(reply, case_id, words, by=ada, now=make.NOW)),
            partial(until_it_fits, partial(replace_code, sent.visit, new, now=make.NOW)),
        )

        dossier = dossier_of(visit(new))
        assert messages_in(dossier) == ["We are here."]
        assert dossier.is_whole


def test_the_same_form_sent_twice_at_once_makes_one_case_with_all_words() -> None:
    ada = make.member(make.organisation())
    for number in range(1, ROUNDS + 1):
        sent = make.case([ada])
        keys = make.receipt_keys()
        one = dataclasses.replace(sent.opening, keys=keys, report=make.report("One."))
        other = dataclasses.replace(sent.opening, keys=keys, report=make.report("Other."))

        at_once(
            partial(open_case, one, now=make.NOW),
            partial(open_case, other, now=make.NOW),
            partial(open_case, one, now=make.NOW),
        )

        dossier = dossier_of(visit(keys))
        told = [entry.text("what_happened") for entry in dossier.of_kind(Kind.REPORT)]
        assert sorted(told) == ["One.", "Other."]
        assert dossier.is_whole
        assert Case.objects.count() == 2 * number


def test_no_shred_key_is_left_over_when_several_write_at_once() -> None:
    ada = make.signed_in(make.member(make.organisation()))
    sent = make.case([ada.member])

    at_once(*[partial(until_it_fits, partial(say, sent.visit, Secret("."), now=make.NOW))] * 3)

    assert ShredKey.objects.filter(number=0).count() == Entry.objects.count() == 6


def test_whoever_joins_while_readers_change_gets_a_slot_everywhere_and_sees_nothing() -> None:
    society = make.organisation()
    ada, ben = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben"))
    for _ in range(ROUNDS):
        sent = make.case([ada.member, ben.member])
        new = make.member(society, "New")

        at_once(
            partial(give_dummy_slots, new),
            partial(exclude, sent.visit, [ben.member], now=make.NOW),
        )
        assert {slot.epoch for slot in Slot.objects.filter(member=new, case=sent.visit.case_id)}
        assert covers_visible_to(make.signed_in(new)) == []


def test_the_first_reports_of_an_organisation_may_come_at_once() -> None:
    for _ in range(ROUNDS):
        ada = make.member(make.organisation())

        at_once(partial(make.case, [ada]), partial(make.case, [ada]), partial(make.case, [ada]))

        assert len(covers_visible_to(make.signed_in(ada))) == 3
