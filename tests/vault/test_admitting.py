"""Somebody is let into a case that is under way."""

from __future__ import annotations

from contextlib import suppress

import pytest

from evenhand.accounts.services.joining import leave
from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import KeptOut, NotVisible
from evenhand.vault.models import Case, Entry, Epoch, ShredKey, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.handling import log_opening, note, reply
from evenhand.vault.services.reporting import exclude, say
from evenhand.vault.values.entries import Kind
from tests import make
from tests.vault.test_between import each_moment as each_moment_between
from tests.vault.test_crashes import House, messages_in, messages_of, survives

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def test_whoever_is_let_in_reads_everything_and_is_told_to_look() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    sent = make.case([ada.member, ben.member], text="Old words.")
    exclude(sent.visit, [ben.member], now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)
    notices = Notice.objects.count()

    case = admit(case_visible_to(ada, sent.visit.case_id), [dee.member], by=ada, now=make.NOW)

    assert [member.name for member in case.dossier.readers_now] == ["Ada", "Dee"]
    theirs = case_visible_to(dee, sent.visit.case_id)
    assert theirs.dossier.is_whole
    assert theirs.dossier.report.what_happened.reveal() == "Old words."
    assert messages_in(theirs.dossier) == messages_in(dossier_of(sent.visit)) == ["After."]
    assert [cover.case_id for cover in covers_visible_to(dee)] == [sent.visit.case_id]
    assert Notice.objects.count() == notices + 1
    reply(sent.visit.case_id, Secret("Hello."), by=dee, now=make.NOW)
    assert messages_of(ada, sent) == ["After.", "Hello."]


def test_nothing_of_an_older_epoch_is_left_and_all_slots_have_one_size() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    sent = make.case([ada.member, ben.member])
    exclude(sent.visit, [ben.member], now=make.NOW)

    admit(case_visible_to(ada, sent.visit.case_id), [dee.member], by=ada, now=make.NOW)

    slots = list(Slot.objects.values_list("epoch", "member_id", "sealed"))
    assert {epoch for epoch, _, _ in slots} == {3}
    assert {who for _, who, _ in slots} == {one.member.id for one in (ada, ben, dee)}
    assert len({len(sealed) for _, _, sealed in slots}) == 1
    assert set(Entry.objects.values_list("epoch", flat=True)) == {3}
    assert list(ShredKey.objects.filter(number__gt=0).values_list("number", flat=True)) == [3]
    with pytest.raises(NotVisible):
        case_visible_to(ben, sent.visit.case_id)


def test_older_epochs_are_kept_while_something_does_not_open() -> None:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    sent = make.case([ada.member, ben.member])
    exclude(sent.visit, [ben.member], now=make.NOW)
    damaged = Entry.objects.filter(position=2)
    was = damaged.values("wrapped_for_case").get()
    damaged.update(wrapped_for_case=b"damaged")

    admit(case_visible_to(ada, sent.visit.case_id), [dee.member], by=ada, now=make.NOW)

    assert Epoch.objects.count() == 3
    damaged.update(**was)
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=make.NOW)
    assert Epoch.objects.count() == 1
    assert case_visible_to(dee, sent.visit.case_id).dossier.is_whole


@pytest.mark.parametrize("who", ["excluded", "gone", "stranger"])
def test_whoever_must_not_learn_of_it_is_not_let_in_and_nobody_with_them(who: str) -> None:
    society = make.organisation()
    ada, ben, dee = (make.member(society, name) for name in ("Ada", "Ben", "Dee"))
    refused = {
        "excluded": ben,
        "gone": make.member(society, "Flo"),
        "stranger": make.member(make.organisation("Meadow Circle"), "Cay"),
    }
    leave(refused["gone"], now=make.NOW)
    sent, desk = make.case([ada], excluded=[ben]), make.signed_in(ada)
    case = case_visible_to(desk, sent.visit.case_id)

    with pytest.raises(KeptOut):
        admit(case, [dee, refused[who]], by=desk, now=make.NOW)

    assert Case.objects.get().epoch == 1
    assert [entry.kind for entry in dossier_of(sent.visit).entries][-1] is Kind.READERS


def test_somebody_shut_out_while_they_are_let_in_stays_out() -> None:
    """The case at hand is older than the reporter's word."""
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent, desk = make.case([ada]), make.signed_in(ada)
    case = case_visible_to(desk, sent.visit.case_id)
    exclude(sent.visit, [ben], now=make.NOW)

    with pytest.raises(KeptOut):
        admit(case, [ben], by=desk, now=make.NOW)

    with pytest.raises(NotVisible):
        case_visible_to(make.signed_in(ben), sent.visit.case_id)


def test_whoever_reads_already_is_not_let_in_twice() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent, desk = make.case([ada, ben]), make.signed_in(ada)
    case = case_visible_to(desk, sent.visit.case_id)

    assert admit(case, [ben], by=desk, now=make.NOW) is case
    assert Case.objects.get().epoch == 1


def test_letting_somebody_in_settles_the_doubt_about_them() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent, desk = make.case([ada], doubtful=[ben]), make.signed_in(ada)

    case = admit(case_visible_to(desk, sent.visit.case_id), [ben], by=desk, now=make.NOW)

    assert case.dossier.is_whole
    assert case.dossier.doubtful_now == []
    assert case_visible_to(make.signed_in(ben), sent.visit.case_id).dossier.is_whole


def test_letting_in_may_fail_at_any_statement() -> None:
    house, statements, is_done = House(), 0, False
    new = make.signed_in(make.member(house.ada.member.organisation, "Eli"))
    while not is_done:
        sent = house.report()
        exclude(sent.visit, [house.ben.member], now=make.NOW)
        say(sent.visit, Secret("Afterwards."), now=make.NOW)
        said = messages_of(house.dee, sent)
        case = case_visible_to(house.ada, sent.visit.case_id)

        def act() -> None:
            admit(case, [new.member], by=house.ada, now=make.NOW)  # noqa: B023 called at once

        is_done = survives(act, statements)
        statements += 1

        for reader in (house.ada, house.dee):
            assert messages_of(reader, sent) == said
        assert messages_in(dossier_of(sent.visit)) == said
        again = case_visible_to(house.ada, sent.visit.case_id)
        admit(again, [new.member], by=house.ada, now=make.NOW)
        for reader in (house.ada, house.dee, new):
            opened = case_visible_to(reader, sent.visit.case_id)
            log_opening(opened, by=reader, now=make.NOW)
            assert messages_of(reader, sent) == said
        with pytest.raises(NotVisible):
            case_visible_to(house.ben, sent.visit.case_id)
    assert statements > 15


@pytest.mark.parametrize("act", ["shut_out_ben", "shut_out_ben_and_open", "erase_contact", "say"])
def test_letting_in_goes_on_whatever_happens_meanwhile(act: str) -> None:
    for house, meanwhile in each_moment_between(act):
        new = make.signed_in(make.member(house.ada.member.organisation, "Eli"))
        with meanwhile.paused():
            case = case_visible_to(house.ada, house.case_id)
        with suppress(NotVisible):
            admit(case, [new.member], by=house.ada, now=make.NOW)

        with meanwhile.paused():
            for reader in (house.ada, house.dee, new):
                assert case_visible_to(reader, house.case_id).dossier.is_whole
            assert dossier_of(house.visit).is_whole
            note(house.case_id, Secret("Read."), by=new, now=make.NOW)
