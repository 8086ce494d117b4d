"""Cases are erased by age: by a look of their readers after a last call, or by the clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from evenhand.accounts.models import Member
from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import (
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
from evenhand.vault.services.ageing import erase_due_cases, keep_longer
from evenhand.vault.services.asking import ask
from evenhand.vault.services.reporting import attach, say, withdraw
from evenhand.vault.values.covers import GRACE
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.erasure import is_shown
from tests import make
from tests.make import NOW, Sent
from tests.vault.ageing import age, at, closed, is_there, look, months_later
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
