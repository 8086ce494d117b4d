"""Cases are erased by age: by a look of their readers after a last call, or by the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from evenhand.accounts.models import Member
from evenhand.directory.services import set_policy
from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NoDayToEraseOn, NotVisible, StillOpen
from evenhand.vault.jobs import erase_forgotten_cases
from evenhand.vault.models import (
    Case,
    ConflictAnswer,
    ConflictCard,
    Desk,
    Entry,
    Epoch,
    Receipt,
    ShredKey,
    Slot,
    StoredFile,
)
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.ageing import erase_due_cases, erase_on, keep_longer
from evenhand.vault.services.asking import ask
from evenhand.vault.services.handling import close, note, reply
from evenhand.vault.services.reporting import attach, say, withdraw
from evenhand.vault.values.covers import GRACE
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.erasure import is_shown, last_month_for
from evenhand.vault.values.findings import Finding
from tests import make
from tests.make import NOW, Sent
from tests.vault.ageing import age, at, closed, look, months_later
from tests.vault.thief import drop, entries_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

A_DAY = timedelta(days=1)
DUE = months_later(12)


@pytest.fixture
def ada() -> Member:
    return make.member(make.organisation())


@pytest.fixture
def ben(ada: Member) -> Member:
    return make.member(ada.organisation, "Ben")


@pytest.fixture
def sent(ada: Member, ben: Member) -> Sent:
    """Closed as no violation: kept for a year."""
    return closed(make.case([ada, ben]), make.signed_in(ada))


def is_there(sent: Sent) -> bool:
    return Case.objects.filter(pk=sent.visit.case_id).exists()


def calls_in(sent: Sent) -> int:
    return len(list(dossier_of(sent.visit).of_kind(Kind.LAST_CALL)))


def test_the_list_says_so_from_a_month_before(ada: Member, sent: Sent) -> None:
    (cover,) = look(ada, DUE - 31 * A_DAY)

    assert not is_shown(cover, today=(DUE - 31 * A_DAY).date())
    assert is_shown(cover, today=(DUE - 30 * A_DAY).date())
    assert calls_in(sent) == 0


def test_a_look_on_the_day_gives_the_last_call_and_erases_nothing(ada: Member, sent: Sent) -> None:
    look(ada, DUE - A_DAY)
    assert calls_in(sent) == 0

    (cover,) = look(ada, DUE + 100 * A_DAY)  # however late it is

    assert (calls_in(sent), cover.is_called) == (1, True)
    assert cover.erase_on == (DUE + 100 * A_DAY + GRACE).date()
    assert dossier_of(sent.visit).cover.erase_on == cover.erase_on


def test_the_other_readers_are_told_to_look_at_the_last_call(
    ada: Member, ben: Member, sent: Sent
) -> None:
    before = Notice.objects.count()

    look(ada, DUE)
    look(ben, DUE)

    assert (Notice.objects.count() - before, calls_in(sent)) == (1, 1)


def test_two_weeks_after_the_last_call_the_next_look_erases(
    ada: Member, ben: Member, sent: Sent
) -> None:
    look(ada, DUE)
    assert len(look(ben, DUE + GRACE - A_DAY)) == 1

    assert look(ben, DUE + GRACE) == []

    assert not is_there(sent)
    with pytest.raises(NotVisible):
        case_visible_to(make.signed_in(ada, now=DUE + GRACE), sent.visit.case_id)
    with pytest.raises(NotVisible):
        visit(sent.keys)


def test_nothing_of_the_case_is_left_and_nothing_of_another_is_touched(
    ada: Member, ben: Member
) -> None:
    by = make.signed_in(ada)
    kept = make.case([ada, ben])
    attach(kept.visit, FileToStore(name="b", content_type="", content=b"kept"), now=NOW)
    sent = make.case([ada, ben])
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=NOW)
    ask(sent.visit.case_id, "Robin Larkspur", by=by, now=NOW)
    closed(sent, by)

    age(sent, ada)

    tables: list[Any] = [
        ConflictAnswer,
        ConflictCard,
        Entry,
        Epoch,
        Receipt,
        ShredKey,
        Slot,
        StoredFile,
    ]
    of_case = {model: model.objects.filter(case_id=sent.visit.case_id).count() for model in tables}
    assert set(of_case.values()) == {0}
    assert dossier_of(kept.visit).is_whole
    assert StoredFile.objects.count() == 1


def test_the_sealed_files_are_gone_from_the_disk_too_with_their_folder(
    ada: Member, settings: Settings
) -> None:
    sent = make.case([ada])
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=NOW)
    folder = settings.DATA / "files"
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    closed(sent, make.signed_in(ada))

    age(sent, ada)

    assert list(folder.iterdir()) == []


def test_a_file_that_nothing_points_to_does_not_stop_the_erasing(
    ada: Member, settings: Settings
) -> None:
    """Somebody was adding it at that very moment."""
    sent = make.case([ada])
    attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=NOW)
    (settings.DATA / "files" / sent.visit.case_id.hex / "stray").write_bytes(b"?")
    closed(sent, make.signed_in(ada))

    age(sent, ada)


def test_keeping_it_longer_at_the_last_moment_gives_three_months(
    ada: Member, ben: Member, sent: Sent
) -> None:
    look(ada, DUE)
    late = DUE + GRACE

    keep_longer(sent.visit.case_id, by=make.signed_in(ben, now=late), now=late)

    (cover,) = look(ada, late)
    assert (cover.erase_on, cover.is_called) == (date(2027, 6, 16), False)
    look(ada, at(date(2027, 6, 16)))
    assert calls_in(sent) == 2


def test_whoever_kept_the_case_a_moment_earlier_has_kept_it(ada: Member, ben: Member) -> None:
    """Both looked at the same list; one tapped first."""
    sent = closed(make.case([ada, ben]), make.signed_in(ada))
    adas, bens = (make.signed_in(member, now=DUE) for member in (ada, ben))
    stale = covers_visible_to(bens)
    keep_longer(sent.visit.case_id, by=adas, now=DUE)

    (cover,) = erase_due_cases(stale, by=bens, now=DUE)

    assert (cover.erase_on, cover.is_called) == (date(2027, 6, 2), False)
    called = months_later(15)
    look(ada, called)
    late = called + GRACE
    adas, bens = (make.signed_in(member, now=late) for member in (ada, ben))
    stale = covers_visible_to(bens)
    keep_longer(sent.visit.case_id, by=adas, now=late)

    erase_due_cases(stale, by=bens, now=late)

    assert is_there(sent)


def test_a_case_that_is_gone_meanwhile_does_not_stop_the_look(ada: Member, ben: Member) -> None:
    first, second = (closed(make.case([ada, ben]), make.signed_in(ada)) for _ in range(2))
    look(ada, DUE)
    bens = make.signed_in(ben, now=DUE + GRACE)
    stale = covers_visible_to(bens)
    look(ada, DUE + GRACE)
    assert not is_there(first)
    assert not is_there(second)

    assert erase_due_cases(stale, by=bens, now=DUE + GRACE) == []


@pytest.mark.usefixtures("sent")
def test_an_erased_case_leaves_the_lists_of_sessions_that_had_seen_it(
    ada: Member, ben: Member
) -> None:
    late = DUE + GRACE
    look(ada, DUE)
    bens = make.signed_in(ben, now=late)
    assert len(covers_visible_to(bens)) == 1

    look(ada, late)

    assert covers_visible_to(bens) == []


def test_two_copies_of_a_desk_do_not_show_whose_case_was_erased(ada: Member, ben: Member) -> None:
    sent = closed(make.case([ada]), make.signed_in(ada))
    make.case([ada, ben])
    look(ada, DUE)
    late = DUE + GRACE
    desks = [make.signed_in(member, now=late) for member in (ada, ada, ben)]
    for desk in desks[1:]:
        covers_visible_to(desk)
    before = {desk.pk: bytes(desk.sealed) for desk in Desk.objects.all()}

    look(ada, late)
    for desk in desks[1:]:
        covers_visible_to(desk)

    assert not is_there(sent)
    after = {desk.pk: bytes(desk.sealed) for desk in Desk.objects.filter(pk__in=before)}
    known = [desk.session.token_hash for desk in desks[1:]]
    assert [after[desk] == before[desk] for desk in known] == [False, False]


def test_an_altered_case_is_not_erased_by_a_look(ada: Member, sent: Sent) -> None:
    look(ada, DUE)
    (row,) = [row for row in entries_of(sent.visit.case_id) if row.position == 4]
    drop(row)

    look(ada, DUE + GRACE)

    assert is_there(sent)


def test_an_open_case_is_never_due(ada: Member) -> None:
    sent = make.case([ada])

    look(ada, months_later(48))

    assert is_there(sent)
    assert calls_in(sent) == 0


def test_a_report_that_was_taken_back_is_erased_like_one_that_was_closed(ada: Member) -> None:
    sent = make.case([ada])
    withdraw(sent.visit, now=NOW)

    look(ada, months_later(6))
    look(ada, months_later(6) + GRACE)

    assert not is_there(sent)


def test_words_after_the_last_call_keep_the_case(ada: Member, sent: Sent) -> None:
    look(ada, DUE)
    say(sent.visit, Secret("It goes on."), now=DUE + A_DAY)

    (cover,) = look(ada, DUE + GRACE)

    assert cover.erase_on is None


def test_a_look_erases_only_so_many_at_once(ada: Member) -> None:
    by = make.signed_in(ada)
    for _ in range(12):
        closed(make.case([ada]), by)

    def called() -> int:
        return sum(cover.is_called for cover in look(ada, DUE))

    assert [called(), called()] == [10, 12]


@pytest.mark.parametrize("day", [NOW.date(), NOW.date() - A_DAY, date(2046, 3, 3)])
def test_only_a_day_to_come_can_be_set(day: date, ada: Member, sent: Sent) -> None:
    with pytest.raises(NoDayToEraseOn):
        erase_on(sent.visit.case_id, day, Secret("Why"), by=make.signed_in(ada), now=NOW)


def test_an_open_case_gets_no_day(ada: Member) -> None:
    sent, by = make.case([ada]), make.signed_in(ada)

    with pytest.raises(StillOpen):
        keep_longer(sent.visit.case_id, by=by, now=NOW)
    with pytest.raises(StillOpen):
        erase_on(sent.visit.case_id, date(2027, 1, 1), Secret("Why"), by=by, now=NOW)


def test_whoever_does_not_read_it_sets_no_day(ada: Member, ben: Member) -> None:
    sent = closed(make.case([ada], excluded=[ben]), make.signed_in(ada))

    with pytest.raises(NotVisible):
        keep_longer(sent.visit.case_id, by=make.signed_in(ben), now=NOW)


# What the clock does when nobody comes back


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


def test_closing_with_a_long_term_does_not_show_in_the_last_month(ada: Member, sent: Sent) -> None:
    late = months_later(40)
    sent = make.case([ada])
    by = make.signed_in(ada, now=late)

    close(sent.visit.case_id, make.closing("", Finding.VIOLATION), by=by, now=late)
    reply(make.case([ada], now=late).visit.case_id, Secret("Hello."), by=by, now=late)
    note(sent.visit.case_id, Secret("Closed."), by=by, now=late)

    assert kept_until(sent) == date(2033, 4, 1)
