"""The list of a member's cases, from the slots they can open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from evenhand.accounts.values import SignedIn
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case, Desk
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.dummies import give_dummy_slots
from evenhand.vault.services.handling import close, reopen, reply
from evenhand.vault.services.reporting import exclude, replace_code, say, withdraw
from evenhand.vault.values.covers import Stage
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def queries_of(signed_in: SignedIn) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as default,
        CaptureQueriesContext(connections["shred"]) as shred,
    ):
        covers_visible_to(signed_in)
    statements = [q["sql"] for q in (*default.captured_queries, *shred.captured_queries)]
    return len([sql for sql in statements if sql.startswith(("SELECT", "INSERT", "UPDATE"))])


def test_a_member_sees_exactly_the_cases_they_may_read() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    first, second = make.case([ada]), make.case([ada, ben])

    assert {c.case_id for c in covers_visible_to(make.signed_in(ada))} == {
        first.visit.case_id,
        second.visit.case_id,
    }
    assert [c.case_id for c in covers_visible_to(make.signed_in(ben))] == [second.visit.case_id]


def test_the_list_follows_what_both_sides_write() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    desk = make.signed_in(ada)

    def stage() -> Stage:
        return covers_visible_to(desk)[0].stage

    assert stage() is Stage.NEW
    reply(sent.visit.case_id, Secret("Hello."), by=desk, now=make.NOW)
    assert stage() is Stage.WAITING_ON_REPORTER
    say(sent.visit, Secret("Hello back."), now=make.NOW)
    assert stage() is Stage.WAITING_ON_US
    close(sent.visit.case_id, make.closing("We talked to them."), by=desk, now=make.NOW)
    assert stage() is Stage.CLOSED
    reopen(sent.visit.case_id, by=desk, now=make.NOW)
    assert stage() is Stage.WAITING_ON_US
    withdraw(sent.visit, now=make.NOW)
    assert stage() is Stage.WITHDRAWN


def test_the_list_follows_a_reporter_with_a_new_code() -> None:
    ada = make.member(make.organisation())
    sent = make.case([ada])
    desk = make.signed_in(ada)
    covers_visible_to(desk)

    again = replace_code(sent.visit, make.receipt_keys(), now=make.NOW)
    say(again, Secret("Still me."), now=make.NOW)

    assert covers_visible_to(desk)[0].stage is Stage.WAITING_ON_US


def test_a_case_leaves_the_list_of_whoever_is_shut_out() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben])
    desk, bens_desk = make.signed_in(ada), make.signed_in(ben)
    assert len(covers_visible_to(bens_desk)) == 1

    exclude(sent.visit, [ben], now=make.NOW)
    say(sent.visit, Secret("After."), now=make.NOW)

    assert covers_visible_to(bens_desk) == []
    assert covers_visible_to(desk)[0].stage is Stage.WAITING_ON_US


@pytest.mark.parametrize("cases", [0, 1, 3])
def test_a_look_takes_the_same_queries_whatever_there_is(cases: int) -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    desk, bens_desk = make.signed_in(ada), make.signed_in(ben)
    covers_visible_to(desk)
    covers_visible_to(bens_desk)
    for _ in range(cases):
        sent = make.case([ada])
        say(sent.visit, Secret("More."), now=make.NOW)

    assert queries_of(desk) == 10
    assert queries_of(bens_desk) == 10


def test_a_cover_changed_outside_does_not_drop_out_of_sight() -> None:
    ada = make.member(make.organisation())
    make.case([ada])
    Case.objects.update(sealed_cover=b"\x01" + bytes(200))

    assert covers_visible_to(make.signed_in(ada))[0].stage is Stage.DAMAGED


def test_a_new_member_gets_a_slot_everywhere_and_sees_nothing_old() -> None:
    society = make.organisation()
    ada = make.member(society, "Ada")
    sent = make.case([ada])
    exclude(sent.visit, [make.member(society, "Ben")], now=make.NOW)
    cay = make.member(society, "Cay")

    count = give_dummy_slots(cay)

    assert count == 2
    assert covers_visible_to(make.signed_in(cay)) == []


def test_the_first_look_after_a_while_is_kept_for_the_session() -> None:
    ada = make.member(make.organisation())
    make.case([ada], now=make.NOW - timedelta(days=3))
    desk = make.signed_in(ada)

    assert covers_visible_to(desk) == covers_visible_to(desk)
    assert Desk.objects.count() == 1


def test_two_copies_of_a_desk_do_not_show_whether_its_member_reads_what_changed() -> None:
    society = make.organisation()
    ada, ben = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben"))
    make.case([ada.member, ben.member])
    covers_visible_to(ada)
    covers_visible_to(ben)
    before = {desk.pk: bytes(desk.sealed) for desk in Desk.objects.all()}
    for _ in range(5):
        make.case([ada.member])

    assert len(covers_visible_to(ada)) == 6
    assert len(covers_visible_to(ben)) == 1

    after = {desk.pk: bytes(desk.sealed) for desk in Desk.objects.all()}
    assert [after[desk] == before[desk] for desk in before] == [False, False]
    assert {len(sealed) for sealed in (*before.values(), *after.values())} == {
        len(next(iter(before.values())))
    }
