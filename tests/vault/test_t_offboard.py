"""T-OFFBOARD: a member leaves the organisation (B15), effective at once everywhere."""

from __future__ import annotations

from functools import partial

import pytest

from evenhand.accounts.errors import SignInRefused
from evenhand.accounts.models import Member, Session
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.throttle import PASSPHRASE_TRIES
from evenhand.accounts.values import SignedIn
from evenhand.directory.models import RoleKind
from evenhand.directory.queries import active_members, choosable_readers, public_members
from evenhand.notices.models import Notice
from evenhand.notices.services import send_unsent_notices
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NobodyLeft, NotVisible
from evenhand.vault.models import Case, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.recusing import step_back
from evenhand.vault.services.reporting import exclude, say
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind
from tests import make
from tests.vault.copies import copy_now, texts_opened
from tests.vault.test_between import each_moment
from tests.vault.test_crashes import OLD, House, messages_in, messages_of, survives
from tests.vault.test_t_shred import STORY

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def two_readers() -> tuple[SignedIn, SignedIn]:
    society = make.organisation()
    ada, ben = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben"))
    return ada, ben


def open_as(reader: SignedIn, sent: make.Sent) -> Dossier:
    case = case_visible_to(reader, sent.visit.case_id)
    return log_opening(case, by=reader, now=make.NOW).dossier


def names(members: list[Member]) -> list[str]:
    return [member.name for member in members]


def test_t_offboard_sessions_are_dead_and_no_passphrase_opens_another() -> None:
    ben = make.member(make.organisation(), "Ben")
    token = sign_in(ben.address, make.PASSPHRASE, now=make.NOW)

    leave_everything(ben, now=make.NOW)

    assert not Session.objects.filter(member=ben).exists()
    assert resume_session(token, now=make.NOW) is None
    assert (ben.left_on, bytes(ben.sealed_keys)) == (make.NOW.date(), b"")
    refused = []
    for address in (ben.address, "nobody@harbour.example"):
        PASSPHRASE_TRIES.clear()
        with pytest.raises(SignInRefused) as refusal:
            sign_in(address, make.PASSPHRASE, now=make.NOW)
        refused.append(str(refusal.value))
    assert refused[0] == refused[1]


def test_t_offboard_every_slot_is_another_dummy_of_the_same_size() -> None:
    ada, ben = two_readers()
    sent = [make.case([ada.member, ben.member]), make.case([ben.member]), make.case([ada.member])]
    exclude(sent[0].visit, [make.member(ada.member.organisation, "Dee")], now=make.NOW)
    before = {slot.id: slot for slot in Slot.objects.all()}

    leave_everything(ben.member, now=make.NOW)

    for slot in Slot.objects.all():
        was = bytes(before[slot.id].sealed)
        assert len(slot.sealed) == len(was)
        assert (bytes(slot.sealed) != was) is (slot.member_id == ben.member.id)
    for one in sent:
        with pytest.raises(NotVisible):
            case_visible_to(ben, one.visit.case_id)
    assert texts_opened(copy_now(), by=[ben]) == set()


def test_t_offboard_with_old_copies_and_a_passphrase_nothing_sent_afterwards_opens() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()

    leave_everything(ben.member, now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)
    between = copy_now()
    reply(sent.visit.case_id, Secret("We answer."), by=ada, now=make.NOW)
    open_as(ada, sent)
    after = copy_now()

    everything = before + between + after
    assert {STORY, "After.", "We answer."} <= texts_opened(everything, by=[ada])
    stolen = texts_opened(everything, by=[ben])
    assert STORY in stolen  # what they could read while they were here
    assert not stolen & {"After.", "We answer."}
    assert texts_opened(between + after, by=[ben]) == set()


def test_t_offboard_an_answer_before_anybody_has_opened_the_case_is_not_for_them_either() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    before = copy_now()

    leave_everything(ben.member, now=make.NOW)
    reply(sent.visit.case_id, Secret("We answer."), by=ada, now=make.NOW)

    assert "We answer." not in texts_opened(before + copy_now(), by=[ben])
    assert messages_of(ada, sent) == messages_in(dossier_of(sent.visit)) == ["We answer."]


def test_t_offboard_the_reporter_no_longer_finds_them_among_the_readers() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member])

    leave_everything(ben.member, now=make.NOW)

    dossier = dossier_of(sent.visit)
    assert dossier.is_whole
    assert (names(dossier.readers_now), names(dossier.excluded_now)) == (["Ada"], [])
    assert names(case_visible_to(ada, sent.visit.case_id).dossier.readers_now) == ["Ada"]


def test_t_offboard_the_next_opening_turns_the_epoch_and_says_who_left() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member], text=STORY)
    leave_everything(ben.member, now=make.NOW)

    dossier = open_as(ada, sent)

    assert Case.objects.get().epoch == 2
    for seen in (dossier, dossier_of(sent.visit)):
        assert seen.is_whole
        assert seen.access.readers == {ada.member.id}
        assert seen.access.excluded == frozenset()  # nothing is held against them
        (change,) = seen.changes.values()
        assert names(seen.named(change.left)) == ["Ben"]
    open_as(ada, sent)
    assert Case.objects.get().epoch == 2


def test_t_offboard_whoever_is_shut_out_next_they_are_dropped_too() -> None:
    ada, ben = two_readers()
    dee = make.member(ada.member.organisation, "Dee")
    sent = make.case([ada.member, ben.member, dee])
    leave_everything(ben.member, now=make.NOW)

    exclude(sent.visit, [dee], now=make.NOW)

    access = case_visible_to(ada, sent.visit.case_id).dossier.access
    assert access.readers == {ada.member.id}
    assert access.left == {ben.member.id}
    with pytest.raises(NobodyLeft):
        exclude(sent.visit, [ada.member], now=make.NOW)


def test_t_offboard_a_case_whose_only_reader_left_still_takes_what_the_reporter_writes() -> None:
    _, ben = two_readers()
    sent = make.case([ben.member], text=STORY)
    before = copy_now()
    leave_everything(ben.member, now=make.NOW)

    say(sent.visit, Secret("Is anybody there?"), now=make.NOW)

    dossier = dossier_of(sent.visit)
    assert messages_in(dossier) == ["Is anybody there?"]
    assert dossier.readers_now == []
    assert "Is anybody there?" not in texts_opened(before + copy_now(), by=[ben])


def test_t_offboard_the_last_reader_who_is_left_hands_on_when_they_step_back() -> None:
    ada, ben = two_readers()
    dee = make.member(ada.member.organisation, "Dee")
    make.role(ben.member, RoleKind.LEAD)
    make.role(dee, RoleKind.CHAIR)
    sent = make.case([ada.member, ben.member])
    leave_everything(ben.member, now=make.NOW)

    step_back(sent.visit.case_id, by=ada, now=make.NOW)

    assert names(dossier_of(sent.visit).readers_now) == ["Dee"]
    assert case_visible_to(make.signed_in(dee), sent.visit.case_id).dossier.is_whole


def test_t_offboard_the_directory_and_the_mails_know_them_no_more() -> None:
    ada, ben = two_readers()
    make.role(ben.member, RoleKind.LEAD)
    space = make.space(ada.member.organisation)
    sent = make.case([ada.member, ben.member])
    Notice.objects.all().delete()

    leave_everything(ben.member, now=make.NOW)

    society = ada.member.organisation
    assert public_members(society, make.NOW) == []
    assert choosable_readers(space, now=make.NOW) == []
    assert names(list(active_members(society))) == ["Ada"]
    say(sent.visit, Secret("After."), now=make.NOW)
    assert send_unsent_notices(make.NOW) == 1


def test_t_offboard_their_words_stay_theirs() -> None:
    ada, ben = two_readers()
    sent = make.case([ada.member, ben.member])
    reply(sent.visit.case_id, Secret("I am here."), by=ben, now=make.NOW)

    leave_everything(ben.member, now=make.NOW)

    dossier = open_as(ada, sent)
    (said,) = dossier.of_kind(Kind.MESSAGE)
    assert dossier.is_whole
    assert said.author.member_id == ben.member.id


def test_t_offboard_leaving_may_fail_at_any_statement() -> None:
    statements, is_done = 0, False
    while not is_done:
        house = House()
        sent = house.report()
        is_done = survives(partial(leave_everything, house.ben.member, now=make.NOW), statements)
        statements += 1

        has_left = Member.objects.get(pk=house.ben.member.pk).left_on is not None
        assert has_left is is_done
        assert messages_of(house.ada, sent) == messages_in(dossier_of(sent.visit)) == [OLD]
        if not has_left:
            assert messages_of(house.ben, sent) == [OLD]
            assert Session.objects.filter(member=house.ben.member).exists()
    assert statements > 3


def test_t_offboard_whoever_leaves_while_an_epoch_turns_gets_no_slot_in_it() -> None:
    for house, meanwhile in each_moment("let_ben_go"):
        exclude(house.visit, [house.dee.member], now=make.NOW)

        with meanwhile.paused():
            if not meanwhile.times:
                assert texts_opened(copy_now(), by=[house.ben]) == set()
            house.open(house.ada)
            assert dossier_of(house.visit).is_whole


def test_t_offboard_whoever_opens_the_case_while_somebody_leaves_reads_on() -> None:
    for house, meanwhile in each_moment("let_ben_go"):
        house.open(house.ada)

        with meanwhile.paused():
            house.open(house.ada)
            assert case_visible_to(house.ada, house.case_id).dossier.is_whole
            assert dossier_of(house.visit).is_whole
