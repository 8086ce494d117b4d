"""T-ROSTER: rows alone make nobody a reader, and everybody is told when they were changed (A18)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from evenhand.accounts.models import Member, RosterEntry
from evenhand.accounts.queries.roster import joining, roster_of
from evenhand.accounts.queries.roster_warnings import warnings_in
from evenhand.accounts.values import SignedIn
from evenhand.casework.queries.warnings import roster_warnings
from evenhand.directory.models import Organisation, RoleKind, Space
from evenhand.directory.queries import choosable_readers, first_readers, public_members, stand_ins
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Purpose
from evenhand.sealing.secret import Secret
from evenhand.sealing.wrapping import ReadingKey, wrap
from evenhand.vault.errors import KeptOut, NobodyLeft
from evenhand.vault.models import ConflictAnswer, ConflictCard, Slot
from evenhand.vault.places import place
from evenhand.vault.queries.cards import card_of, cards_visible_to
from evenhand.vault.queries.cases import case_visible_to, epoch_shreds
from evenhand.vault.queries.replacements import who_takes_over
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services import opening
from evenhand.vault.services.admitting import admit
from evenhand.vault.services.asking import answer, ask, take_in_answers
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.reporting import say
from evenhand.vault.slots import open_slot
from evenhand.vault.values.asked import answers_in
from evenhand.vault.values.rounds import Answered, Reply
from tests import make
from tests.make import NOW
from tests.vault import roster_thief
from tests.vault.roster_thief import THIEF

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Ada and Ben are leads and on duty; Dee is of the Board."""

    society: Organisation
    space: Space
    ada: SignedIn
    ben: SignedIn
    dee: SignedIn

    @property
    def warnings(self) -> list[str]:
        return roster_warnings(self.society, roster_of(self.society.id), now=NOW)

    @property
    def first(self) -> list[Member]:
        return [reader.member for reader in first_readers(self.space, now=NOW)]


@pytest.fixture
def house() -> House:
    society = make.organisation()
    space = make.space(society)
    ada, ben, dee = (make.member(society, name) for name in ("Ada", "Ben", "Dee"))
    for lead in (ada, ben):
        make.role(lead, RoleKind.LEAD)
        make.duty(lead, space)
    make.role(dee, RoleKind.BOARD)
    return House(
        society=society,
        space=space,
        ada=make.signed_in(ada),
        ben=make.signed_in(ben),
        dee=make.signed_in(dee),
    )


def opens(case_id: UUID, member: Member, key: ReadingKey) -> bool:
    """Whether a thief with this key opens that member's slot."""
    slot = Slot.objects.get(case_id=case_id, member=member)
    where = (case_id, slot.epoch, member.id)
    try:
        open_slot(bytes(slot.sealed), where, key=key, shred=epoch_shreds(case_id)[slot.epoch])
    except SealingError:
        return False
    return True


@contextmanager
def without_the_roster() -> Iterator[None]:
    """New reports are sealed to whatever keys stand in the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "team_on", roster_thief.team_as_the_rows_say)
        yield


def test_t_roster_an_exchanged_key_gets_no_new_report(house: House) -> None:
    ben = house.ben.member
    roster_thief.exchange_keys(ben)
    with without_the_roster():  # the attack is a real one
        case_id = make.case([house.ada.member, ben]).visit.case_id
    assert opens(case_id, ben, THIEF.reading)

    sent = make.case([house.ada.member, ben])

    assert not opens(sent.visit.case_id, ben, THIEF.reading)
    assert [reader.name for reader in dossier_of(sent.visit).readers_now] == ["Ada"]
    assert house.warnings == [
        "Ben’s keys are not the ones that were signed. Ben gets no new report."
    ]


def test_t_roster_somebody_slipped_in_with_role_and_duty_reads_nothing(house: House) -> None:
    mal = roster_thief.slip_in(house.space)
    with without_the_roster():
        case_id = make.case([house.ada.member, mal.member]).visit.case_id
    assert opens(case_id, mal.member, mal.keys.reading)

    sent = make.case([house.ada.member, mal.member])

    assert not opens(sent.visit.case_id, mal.member, mal.keys.reading)
    assert [reader.name for reader in dossier_of(sent.visit).readers_now] == ["Ada"]
    assert house.warnings == [
        "Mal is stored as confirmed, but no two members have signed for them. Mal gets no report.",
        "Mal has duty hours, but is not confirmed by two members. Mal gets no report.",
    ]


def test_t_roster_whoever_does_not_agree_with_it_is_never_named_to_a_reporter(
    house: House,
) -> None:
    mal = roster_thief.slip_in(house.space).member
    make.role(mal, RoleKind.BOARD)
    roster_thief.exchange_keys(house.ben.member)
    both = {mal.id, house.ben.member.id}

    assert house.first == [house.ada.member]
    assert not both & {one.member.id for one in choosable_readers(house.space, now=NOW)}
    assert not both & {one.member.id for one in public_members(house.society, NOW)}
    others = stand_ins(house.space, but=[house.ada.member.id], now=NOW)
    assert [one.member for one in others] == [house.dee.member]


def test_t_roster_a_place_on_duty_goes_to_whoever_is_confirmed(house: House) -> None:
    """A row that was tampered with takes nobody's turn."""
    third, fourth = (make.member(house.society, name) for name in ("Eve", "Flo"))
    for member in (third, fourth):
        make.duty(member, house.space)
    assert fourth not in house.first  # at most three on duty
    roster_thief.exchange_keys(third)

    assert fourth in house.first


def test_t_roster_a_report_for_nobody_but_strangers_is_not_taken(house: House) -> None:
    mal = roster_thief.slip_in(house.space).member

    with pytest.raises(NobodyLeft):
        make.case([mal])


def test_t_roster_nobody_is_let_in_who_does_not_agree_with_it(house: House) -> None:
    mal = roster_thief.slip_in(house.space).member
    sent = make.case([house.ada.member])
    roster_thief.exchange_keys(house.ben.member)
    case = case_visible_to(house.ada, sent.visit.case_id)

    for member in (mal, house.ben.member):
        with pytest.raises(KeptOut):
            admit(case, [member], by=house.ada, now=NOW)
    assert who_takes_over(case.dossier, now=NOW) == [house.dee.member]


def test_t_roster_a_card_and_an_answer_count_only_with_the_signed_keys(house: House) -> None:
    mal = roster_thief.slip_in(house.space)
    sent = make.case([house.ada.member])
    case_id = sent.visit.case_id

    assert ask(case_id, "Robin", by=house.ada, now=NOW) == 2  # Ben and Dee, not Mal

    assert ConflictCard.objects.filter(case_id=case_id).count() == 4
    (card,) = cards_visible_to(house.ben, now=NOW)
    answer(card.id, Reply.NONE, by=house.ben)
    roster_thief.exchange_keys(house.ben.member)
    case = take_in_answers(case_visible_to(house.ada, case_id), by=house.ada, now=NOW)
    assert case.dossier.access.readers == {house.ada.member.id}
    assert not opens(case_id, mal.member, mal.keys.reading)


def test_t_roster_an_answer_signed_with_an_exchanged_key_is_nobodys(house: House) -> None:
    """Dee, who was asked too, hands the question to the thief, who answers in Ben's name."""
    case_id, bens = make.case([house.ada.member]).visit.case_id, house.ben.member.id
    ask(case_id, "Robin", by=house.ada, now=NOW)
    (shown,) = cards_visible_to(house.dee, now=NOW)
    card, question = card_of(shown.id, house.dee)
    roster_thief.exchange_keys(house.ben.member)
    told = Answered(round_id=card.round_id, member_id=bens, reply=Reply.CONFLICT)
    where = place(Purpose.ANSWER_SIGNATURE, card.round_id, bens)
    signed = THIEF.signing.sign(told.to_bytes(), place=where) + told.to_bytes()
    sealed = wrap(signed, to=question.to, place=place(Purpose.ANSWER, card.round_id))
    ConflictAnswer.objects.create(
        id=uuid4(), case_id=case_id, round_id=card.round_id, sealed=sealed
    )

    case = take_in_answers(case_visible_to(house.ada, case_id), by=house.ada, now=NOW)

    assert answers_in(case.dossier) == {}


def test_t_roster_a_reader_whose_row_says_they_left_reads_on(house: House) -> None:
    sent = make.case([house.ada.member, house.ben.member])

    Member.objects.filter(pk=house.ben.member.pk).update(left_on=NOW.date())
    say(sent.visit, Secret("One thing more."), now=NOW)

    assert house.ben.member.id in dossier_of(sent.visit).access.readers
    assert house.warnings == ["Ben stands on the list, but is stored as somebody who is not there."]


def test_t_roster_two_rows_that_changed_names_are_no_readers(house: House) -> None:
    """Else a reporter would strike out the wrong one of two."""
    for member, name in ((house.ada.member, "Dee"), (house.dee.member, "Ada")):
        Member.objects.filter(pk=member.pk).update(name=name)

    assert house.first == [house.ben.member]
    assert len(house.warnings) == 2


def test_t_roster_somebody_who_left_does_not_come_back_with_an_older_row(house: House) -> None:
    before = Member.objects.filter(pk=house.ben.member.pk).values().get()
    leave_everything(house.ben.member, now=NOW)

    Member.objects.filter(pk=house.ben.member.pk).update(**before)

    assert house.ben.member not in house.first
    assert house.warnings == ["Ben has left, but is stored as a member again."]


def test_t_roster_a_line_that_names_another_member_is_told(house: House) -> None:
    RosterEntry.objects.filter(member=house.dee.member).update(member=house.ada.member)

    assert house.warnings[0].startswith("Line 3 of the list is missing")
    assert house.warnings[1].startswith("Dee is stored as confirmed, but no two members")


def test_t_roster_a_row_that_is_gone_or_waits_again_is_told(house: House) -> None:
    roster, dee = roster_of(house.society.id), house.dee.member
    Member.objects.filter(pk=dee.pk).update(confirmed_on=None)

    assert house.warnings == [
        "Dee stands on the list, but is stored as waiting. They get no new report."
    ]
    others = Member.objects.exclude(pk=dee.pk)
    assert warnings_in(roster, others) == ["Dee stands on the list, but is not stored any more."]


def test_t_roster_whoever_was_confirmed_by_two_reads_a_new_report(house: House) -> None:
    kit = make.confirmed(house.society, "Kit", by=[house.ada, house.ben])
    make.duty(kit, house.space)

    assert kit in house.first
    sent = make.case([house.ada.member, kit])

    dossier = case_visible_to(make.signed_in(kit), sent.visit.case_id).dossier
    assert dossier.is_whole
    assert {one.name for one in dossier.readers_now} == {"Ada", "Kit"}
    assert house.warnings == []


def test_t_roster_until_then_they_get_a_dummy_and_are_not_named(house: House) -> None:
    kit = make.newcomer(house.society, "Kit")
    make.role(kit, RoleKind.LEAD)

    assert kit not in house.first
    sent = make.case([house.ada.member, kit])

    assert not opens(sent.visit.case_id, kit, make.signed_in(kit).keys.reading)
    assert joining(kit).check_words != joining(house.ada.member).check_words
    assert house.warnings == []  # waiting is no fault
