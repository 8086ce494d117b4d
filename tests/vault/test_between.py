"""Somebody else acts between any two queries of ours: both get what they may, no false alarm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connections, transaction

from evenhand.accounts.models import RosterEntry
from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import Case, Epoch, ShredKey, StoredFile
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.epochs import catch_up
from evenhand.vault.services.erasing import erase_identity, erase_report
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.reporting import attach, exclude, say
from evenhand.vault.values.covers import Stage
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

Act = Callable[[], object]


class Meanwhile:
    """Before this statement, counted over both databases, somebody else acts: once or each time."""

    def __init__(self, act: Act, *, before: int, times: int = 1, naming: str = "") -> None:
        self.act = act
        self.left = before
        self.times = times
        self.naming = naming  # only statements with this in them count

    def __call__(self, execute: Callable[..., object], *call: Any) -> object:  # noqa: ANN401
        if self.naming not in call[0]:
            return execute(*call)
        is_free = not transaction.get_connection("default").in_atomic_block
        if self.times and self.left <= 0 and is_free:
            self.times -= 1
            with self.paused():
                self.act()
        self.left -= 1
        return execute(*call)

    @contextmanager
    def watching(self) -> Iterator[None]:
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(self))
            yield

    @contextmanager
    def paused(self) -> Iterator[None]:
        held = [connection.execute_wrappers[:] for connection in connections.all()]
        for connection in connections.all():
            connection.execute_wrappers[:] = []
        yield
        for connection, wrappers in zip(connections.all(), held, strict=True):
            connection.execute_wrappers[:] = wrappers


class House:
    """A case of Ada, Ben and Dee."""

    def __init__(self) -> None:
        society = make.organisation()
        members = [make.member(society, name) for name in ("Ada", "Ben", "Dee")]
        self.ada, self.ben, self.dee = (make.signed_in(member) for member in members)
        self.sent = make.case(members)
        self.visit, self.case_id = self.sent.visit, self.sent.visit.case_id

    def shut_out_ben_and_open(self) -> None:
        exclude(self.visit, [self.ben.member], now=make.NOW)
        self.open(self.dee)

    def shut_out_ben(self) -> None:
        exclude(self.visit, [self.ben.member], now=make.NOW)

    def erase_contact(self) -> None:
        erase_identity(self.visit, seal_notice_address(""), now=make.NOW)

    def shut_out_dee(self) -> None:
        exclude(self.visit, [self.dee.member], now=make.NOW)

    def open_as_dee(self) -> None:
        self.open(self.dee)

    def let_ben_go(self) -> None:
        leave_everything(self.ben.member, now=make.NOW)

    def delete_report(self) -> None:
        erase_report(self.visit)

    def say(self) -> None:
        say(self.visit, Secret("Meanwhile."), now=make.NOW)

    def open(self, reader: SignedIn) -> None:
        log_opening(case_visible_to(reader, self.case_id), by=reader, now=make.NOW)

    def stored(self) -> list[str]:
        folder = self.case_id.hex
        return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []

    def messages(self) -> list[str]:
        dossier = case_visible_to(self.ada, self.case_id).dossier
        assert dossier.is_whole
        return [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)]


each_act = pytest.mark.parametrize(
    "act", ["shut_out_ben", "shut_out_ben_and_open", "erase_contact", "say"]
)


def each_moment(act: str, *, after: str = "") -> Iterator[tuple[House, Meanwhile]]:
    """A house for each statement before which the act may come; ends when it comes too late."""
    before, is_in_time = 0, True
    while is_in_time:
        house = House()
        if after:
            getattr(house, after)()
        meanwhile = Meanwhile(getattr(house, act), before=before)
        with meanwhile.watching():
            yield house, meanwhile
        is_in_time = not meanwhile.times
        before += 1
    assert before > 3


@each_act
def test_whoever_reads_sees_the_case_before_or_after_and_no_damage(act: str) -> None:
    for house, _ in each_moment(act):
        assert case_visible_to(house.ada, house.case_id).dossier.is_whole


@each_act
def test_the_reporter_sees_their_report_before_or_after_and_no_damage(act: str) -> None:
    for house, _ in each_moment(act):
        assert dossier_of(house.visit).is_whole


@each_act
def test_the_list_shows_no_damage(act: str) -> None:
    for house, _ in each_moment(act):
        assert [cover.stage for cover in covers_visible_to(house.ada)] != [Stage.DAMAGED]


@each_act
def test_an_answer_is_not_lost(act: str) -> None:
    for house, meanwhile in each_moment(act):
        reply(house.case_id, Secret("We are here."), by=house.ada, now=make.NOW)

        with meanwhile.paused():
            said = ["Meanwhile."] if act == "say" and not meanwhile.times else []
            assert sorted(house.messages()) == [*said, "We are here."]


@pytest.mark.parametrize("act", ["shut_out_dee", "erase_contact", "say", "open_as_dee"])
def test_catching_up_goes_on_whatever_happens_meanwhile(act: str) -> None:
    for house, _ in each_moment(act, after="shut_out_ben"):
        house.open(house.ada)

        house.open(house.ada)
        assert case_visible_to(house.ada, house.case_id).dossier.is_whole
        assert dossier_of(house.visit).is_whole


def test_whoever_is_shut_out_while_they_write_writes_before_that_or_not_at_all() -> None:
    for house, meanwhile in each_moment("shut_out_ben"):
        with suppress(NotVisible):
            reply(house.case_id, Secret("Ben was here."), by=house.ben, now=make.NOW)

        if not meanwhile.times:
            assert house.messages() in ([], ["Ben was here."])
            with pytest.raises(NotVisible):
                case_visible_to(house.ben, house.case_id)


def busy(house: House) -> Meanwhile:
    """Somebody who writes before each of our statements, for as long as we try."""
    return Meanwhile(house.say, before=0, times=200)


def test_whoever_never_gets_a_turn_is_told_so_and_leaves_nothing_behind() -> None:
    house = House()
    file = FileToStore(name="a", content_type="", content=b"sound")
    for act in (
        partial(reply, house.case_id, Secret("…"), by=house.ada, now=make.NOW),
        partial(exclude, house.visit, [house.ben.member], now=make.NOW),
        partial(attach, house.visit, file, now=make.NOW),
    ):
        with busy(house).watching(), pytest.raises(TooBusy):
            act()

    assert set(house.messages()) == {"Meanwhile."}
    assert not StoredFile.objects.exists()
    assert house.stored() == []
    assert ShredKey.objects.filter(number=0).count() == 3 + len(house.messages())


def test_a_file_for_a_report_that_was_deleted_meanwhile_is_not_kept() -> None:
    for house, meanwhile in each_moment("delete_report"):
        file = FileToStore(name="a", content_type="", content=b"sound")
        with suppress(NotVisible):
            attach(house.visit, file, now=make.NOW)

        if not meanwhile.times:
            assert not StoredFile.objects.exists()
            assert house.stored() == []


def test_a_case_whose_readers_change_at_every_look_is_not_shown() -> None:
    society = make.organisation()
    ada, *others = [make.member(society, name) for name in ("Ada", "Ben", "Dee", "Eli")]
    sent = make.case([ada, *others])
    desk, leaving = make.signed_in(ada), iter(others)

    def shut_out_one_more() -> None:
        exclude(sent.visit, [next(leaving)], now=make.NOW)

    meanwhile = Meanwhile(shut_out_one_more, before=0, times=3, naming='FROM "vault_entry"')
    with meanwhile.watching(), pytest.raises(NotVisible):
        case_visible_to(desk, sent.visit.case_id)

    assert case_visible_to(desk, sent.visit.case_id).dossier.is_whole


def test_catching_up_stops_when_the_readers_change_meanwhile_and_the_next_look_goes_on() -> None:
    house = House()
    house.shut_out_ben()
    case = case_visible_to(house.ada, house.case_id)
    house.shut_out_dee()

    catch_up(case)

    assert Epoch.objects.filter(case_id=house.case_id).count() == 3
    catch_up(case_visible_to(house.ada, house.case_id))
    assert Epoch.objects.filter(case_id=house.case_id).count() == 1


def test_a_report_for_whose_readers_there_is_no_row_any_more_fails_and_leaves_nothing() -> None:
    society = make.organisation()
    ada, ben = make.member(society), make.member(society, "Ben")

    def delete_ben() -> None:
        RosterEntry.objects.filter(member=ben).delete()
        ben.delete()

    meanwhile = Meanwhile(delete_ben, before=0, naming="INSERT INTO")

    with meanwhile.watching(), pytest.raises(IntegrityError):
        make.case([ada, ben])

    assert not Case.objects.exists()
    assert not ShredKey.objects.exists()
