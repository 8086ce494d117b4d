"""The last month: cases to which nobody comes back go by the clock, unless a reader puts it off."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from evenhand.accounts.models import Member
from evenhand.directory.services import set_policy
from evenhand.sealing.secret import Secret
from evenhand.vault.jobs import erase_forgotten_cases
from evenhand.vault.models import Case, ShredKey
from evenhand.vault.services.ageing import erase_on
from evenhand.vault.services.handling import close, note, reply
from evenhand.vault.services.reporting import attach, withdraw
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.erasure import last_month_for
from evenhand.vault.values.findings import Finding
from tests import make
from tests.make import NOW, Sent
from tests.vault.ageing import at, closed, is_there, look, months_later
from tests.vault.test_between import Meanwhile

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def ben(ada: Member) -> Member:
    return make.member(ada.organisation, "Ben")


def kept_until(sent: Sent) -> date:
    found: date = Case.objects.values_list("kept_until", flat=True).get(pk=sent.visit.case_id)
    return found


def test_all_cases_of_a_month_have_one_last_month_whatever_becomes_of_them(ada: Member) -> None:
    days = [date(2026, 3, 1), date(2026, 3, 17), date(2026, 3, 31)]
    several = [make.case([ada], now=at(day)) for day in days]
    closed(several[0], make.signed_in(ada))
    withdraw(several[1].visit, now=at(date(2026, 4, 1)))
    next_month = make.case([ada], now=at(date(2026, 4, 1)))

    assert {kept_until(sent) for sent in several} == {date(2033, 4, 1)}
    assert kept_until(next_month) == date(2033, 5, 1)
    assert last_month_for(date(2026, 3, 17), longest=60) == date(2033, 4, 1)


def test_a_policy_set_during_a_month_moves_the_last_month_only_from_the_next_on(
    ada: Member,
) -> None:
    set_policy(
        organisation=ada.organisation,
        name="keep_violation_months",
        value=12,
        effective_on=date(2026, 3, 10),
    )

    days = (date(2026, 3, 20), date(2026, 4, 2))
    months = [kept_until(make.case([ada], now=at(day))) for day in days]

    assert months == [date(2033, 4, 1), date(2030, 5, 1)]


def test_what_nobody_looks_after_any_more_goes_by_the_clock(ada: Member, ben: Member) -> None:
    sent, later = make.case([ada]), make.case([ben], now=at(date(2026, 4, 2)))
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=NOW)

    assert erase_forgotten_cases(at(date(2033, 3, 31))) == 0
    assert erase_forgotten_cases(at(date(2033, 4, 1))) == 1

    assert (is_there(sent), is_there(later)) == (False, True)
    assert not ShredKey.objects.filter(case_id=sent.visit.case_id).exists()
    assert erase_forgotten_cases(at(date(2033, 4, 1))) == 0


def test_a_reader_who_still_needs_a_case_puts_off_the_last_month_of_all_of_that_month(
    ada: Member, ben: Member
) -> None:
    open_one, orphan = make.case([ada]), make.case([ben])
    other_month = make.case([ben], now=at(date(2026, 4, 2)))
    look(ada, at(date(2032, 3, 31)))
    assert kept_until(open_one) == date(2033, 4, 1)  # more than a year is left

    look(ada, at(date(2032, 4, 2)))

    assert kept_until(open_one) == kept_until(orphan) == date(2033, 5, 1)
    assert kept_until(other_month) == date(2033, 5, 1)
    assert erase_forgotten_cases(at(date(2033, 4, 1))) == 0


def test_a_reader_who_needs_no_case_of_that_month_puts_off_nothing(ada: Member) -> None:
    sent = closed(make.case([ada]), make.signed_in(ada))
    erase_on(sent.visit.case_id, date(2033, 3, 1), Secret("Long."), by=make.signed_in(ada), now=NOW)

    look(ada, at(date(2033, 2, 20)))

    assert kept_until(sent) == date(2033, 4, 1)


def test_a_day_beyond_the_last_month_puts_it_off(ada: Member) -> None:
    sent = closed(make.case([ada]), make.signed_in(ada))
    erase_on(sent.visit.case_id, date(2035, 3, 1), Secret("Long."), by=make.signed_in(ada), now=NOW)

    look(ada, at(date(2033, 2, 20)))

    assert kept_until(sent) == date(2034, 3, 1)
    assert erase_forgotten_cases(at(date(2033, 4, 1))) == 0
    assert is_there(sent)


def test_a_reader_of_another_organisation_puts_off_nothing(ada: Member) -> None:
    cay = make.member(make.organisation("Meadow Circle"), "Cay")
    theirs, ours = make.case([cay]), make.case([ada])

    look(cay, at(date(2032, 6, 1)))

    assert kept_until(theirs) == date(2033, 7, 1)
    assert kept_until(ours) == date(2033, 4, 1)


def test_closing_with_a_long_term_does_not_show_in_the_last_month(ada: Member) -> None:
    late = months_later(40)
    sent = make.case([ada])
    by = make.signed_in(ada, now=late)

    close(sent.visit.case_id, make.closing("", Finding.VIOLATION), by=by, now=late)
    reply(make.case([ada], now=late).visit.case_id, Secret("Hello."), by=by, now=late)
    note(sent.visit.case_id, Secret("Closed."), by=by, now=late)

    assert kept_until(sent) == date(2033, 4, 1)


def test_a_case_that_is_put_off_while_the_clock_is_at_work_stays(ada: Member) -> None:
    """The first of the two is gone when a reader looks; the other one is asked for once more."""
    both = [make.case([ada]) for _ in range(2)]
    late = at(date(2033, 4, 1))
    put_off = partial(look, ada, late)
    meanwhile = Meanwhile(put_off, before=0, naming='DELETE FROM "vault_shredkey"')

    with meanwhile.watching():
        assert erase_forgotten_cases(late) == 1

    assert sorted(is_there(sent) for sent in both) == [False, True]
