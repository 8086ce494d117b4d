"""The power goes at any statement: whoever may read still reads everything, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import ShredKey
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.erasing import erase_identity, erase_report
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.reporting import attach, exclude, replace_code, say
from evenhand.vault.services.sweeping import sweep_orphan_shred_keys
from evenhand.vault.values.dossiers import Dossier, FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from tests import make
from tests.sizes import size

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

ROBIN = Identity(name=Secret("Robin"))
OLD, NEW = "Before anybody was shut out.", "Afterwards."


class PowerCut(BaseException):
    """Nothing of ours catches this, as nothing catches a power cut."""


class Countdown:
    """Lets so many statements pass on both databases; the next one does not happen."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, execute: Callable[..., object], *call: Any) -> object:  # noqa: ANN401
        if not self.left:
            raise PowerCut
        self.left -= 1
        return execute(*call)


@contextmanager
def power_for(statements: int) -> Iterator[None]:
    countdown = Countdown(statements)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(countdown))
        yield


def survives(act: Callable[[], object], statements: int) -> bool:
    try:
        with power_for(statements):
            act()
    except PowerCut:
        return False
    return True


class House:
    """A case of Ada, Ben and Dee on which the power will fail, again and again."""

    def __init__(self) -> None:
        society = make.organisation()
        self.members = [make.member(society, name) for name in ("Ada", "Ben", "Dee")]
        self.ada, self.ben, self.dee = (make.signed_in(member) for member in self.members)

    def report(self) -> make.Sent:
        sent = make.case(self.members, identity=ROBIN)
        reply(sent.visit.case_id, Secret(OLD), by=self.ben, now=make.NOW)
        return sent


def messages_in(dossier: Dossier) -> list[str]:
    assert dossier.is_whole
    return [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)]


def messages_of(reader: SignedIn, sent: make.Sent) -> list[str]:
    return messages_in(case_visible_to(reader, sent.visit.case_id).dossier)


def test_shutting_out_may_fail_at_any_statement() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent = house.report()
        is_done = survives(
            partial(exclude, sent.visit, [house.ben.member], now=make.NOW), statements
        )
        statements += 1

        assert messages_of(house.ada, sent) == messages_of(house.dee, sent) == [OLD]
        assert messages_in(dossier_of(sent.visit)) == [OLD]
        exclude(sent.visit, [house.ben.member], now=make.NOW)
        say(sent.visit, Secret(NEW), now=make.NOW)
        assert messages_of(house.ada, sent) == messages_of(house.dee, sent) == [OLD, NEW]
        with pytest.raises(NotVisible):
            case_visible_to(house.ben, sent.visit.case_id)
    assert statements > 15


def test_catching_up_may_fail_at_any_statement() -> None:
    house, statements, is_done = House(), 0, False
    all_sent: list[make.Sent] = []
    while not is_done:
        sent = house.report()
        all_sent.append(sent)
        exclude(sent.visit, [house.ben.member], now=make.NOW)
        say(sent.visit, Secret(NEW), now=make.NOW)
        case = case_visible_to(house.ada, sent.visit.case_id)
        is_done = survives(partial(log_opening, case, by=house.ada, now=make.NOW), statements)
        statements += 1

        for reader in (house.dee, house.ada):
            assert messages_of(reader, sent) == [OLD, NEW]
            again = case_visible_to(reader, sent.visit.case_id)
            log_opening(again, by=reader, now=make.NOW)
            assert messages_of(reader, sent) == [OLD, NEW]
        assert messages_in(dossier_of(sent.visit)) == [OLD, NEW]
        with pytest.raises(NotVisible):
            case_visible_to(house.ben, sent.visit.case_id)
    assert statements > 15
    _check_what_is_left_behind_is_swept(house, all_sent)


def _check_what_is_left_behind_is_swept(house: House, all_sent: list[make.Sent]) -> None:
    kept = set(ShredKey.objects.filter(number=2).values_list("case_id"))
    assert ShredKey.objects.filter(number=1).count() > 0

    sweep_orphan_shred_keys(make.NOW + timedelta(days=30))

    assert not ShredKey.objects.filter(number=1).exists()
    assert kept == set(ShredKey.objects.filter(number=2).values_list("case_id"))
    for sent in all_sent:
        assert messages_of(house.dee, sent) == [OLD, NEW]


def test_a_word_is_there_or_it_is_not_whenever_the_power_goes() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent = house.report()
        is_done = survives(partial(_say_and_attach, sent), statements)
        statements += size(4, 1)

        dossier = dossier_of(sent.visit)
        files = list(dossier.of_kind(Kind.FILE))
        assert messages_in(dossier) in ([OLD], [OLD, NEW])
        assert messages_of(house.ada, sent) == messages_in(dossier)
        assert (messages_in(dossier), len(files)) == ([OLD, NEW], 1) or not is_done


def _say_and_attach(sent: make.Sent) -> None:
    say(sent.visit, Secret(NEW), now=make.NOW)
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=make.NOW)


def test_one_of_the_two_codes_opens_everything_whenever_the_power_goes() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent, new = house.report(), make.receipt_keys()
        is_done = survives(partial(replace_code, sent.visit, new, now=make.NOW), statements)
        statements += size(4, 1)

        assert messages_in(dossier_of(visit(new if is_done else sent.keys))) == [OLD]
        assert messages_of(house.ada, sent) == [OLD]
        with pytest.raises(NotVisible):
            visit(sent.keys if is_done else new)


def test_erasing_who_one_is_can_be_asked_for_again_whenever_the_power_goes() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent, nowhere = house.report(), seal_notice_address("")
        told = [entry.id for entry in dossier_of(sent.visit).of_kind(Kind.IDENTITY)]
        is_done = survives(partial(erase_identity, sent.visit, nowhere, now=make.NOW), statements)
        statements += size(2, 1)

        assert messages_of(house.ada, sent) == messages_in(dossier_of(sent.visit)) == [OLD]
        erase_identity(sent.visit, nowhere, now=make.NOW)
        assert messages_of(house.ada, sent) == messages_in(dossier_of(sent.visit)) == [OLD]
        assert case_visible_to(house.ada, sent.visit.case_id).dossier.identity is None
        assert not ShredKey.objects.filter(entry_id__in=told).exists()


def test_an_erasure_that_was_cut_short_is_finished_by_whoever_opens_the_case_next() -> None:
    house = House()
    sent = house.report()
    (told,) = [entry.id for entry in dossier_of(sent.visit).of_kind(Kind.IDENTITY)]
    statements = 0
    while dossier_of(sent.visit).identity is not None:
        survives(
            lambda: erase_identity(sent.visit, seal_notice_address(""), now=make.NOW), statements
        )
        statements += 1
    assert ShredKey.objects.filter(entry_id=told).exists()

    log_opening(case_visible_to(house.ada, sent.visit.case_id), by=house.ada, now=make.NOW)

    assert not ShredKey.objects.filter(entry_id=told).exists()
    assert messages_of(house.ada, sent) == [OLD]


def test_a_report_that_is_being_deleted_is_there_whole_or_not_at_all() -> None:
    house, statements, is_done = House(), 0, False
    while not is_done:
        sent = house.report()
        is_done = survives(partial(erase_report, sent.visit), statements)
        statements += size(2, 1)

        try:
            seen = messages_in(dossier_of(sent.visit))
        except NotVisible:
            with pytest.raises(NotVisible):
                case_visible_to(house.ada, sent.visit.case_id)
        else:
            assert seen == messages_of(house.ada, sent) == [OLD]
            assert not is_done
