"""How a case ends, and the day that follows from it (S2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from evenhand.accounts.values import SignedIn
from evenhand.directory.services import set_policy
from evenhand.directory.values import KeepMonths
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NoDayToEraseOn, NotVisible, StillOpen
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.ageing import erase_on, keep_longer
from evenhand.vault.services.handling import close, reopen, reply
from evenhand.vault.services.reporting import say, withdraw
from evenhand.vault.values.covers import fold
from evenhand.vault.values.entries import Author, AuthorRole, Kind, OpenEntry
from evenhand.vault.values.erasure import months_after
from evenhand.vault.values.findings import Finding, finding_in
from tests import make
from tests.make import NOW, Sent

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


@pytest.fixture
def ada() -> SignedIn:
    return make.signed_in(make.member(make.organisation()))


@pytest.fixture
def sent(ada: SignedIn) -> Sent:
    return make.case([ada.member])


def day_for(ada: SignedIn, sent: Sent) -> date | None:
    """The day as both sides see it."""
    theirs = case_visible_to(ada, sent.visit.case_id).dossier.cover.erase_on
    assert theirs == dossier_of(sent.visit).cover.erase_on
    return theirs


@pytest.mark.parametrize(
    ("finding", "day"),
    [
        (Finding.VIOLATION, date(2031, 3, 2)),
        (Finding.NO_VIOLATION, date(2027, 3, 2)),
        (Finding.OUT_OF_SCOPE, date(2027, 3, 2)),
        (Finding.RECORDED, date(2028, 3, 2)),
        (Finding.UNKNOWN, date(2028, 3, 2)),
    ],
)
def test_each_finding_has_its_own_term(finding: Finding, day: date, ada: SignedIn) -> None:
    sent = make.case([ada.member])

    close(sent.visit.case_id, make.closing("Done.", finding), by=ada, now=NOW)

    assert day_for(ada, sent) == day


def test_every_finding_has_words_and_a_term() -> None:
    keep = KeepMonths(
        violation=1, no_violation=2, out_of_scope=3, recorded=4, unknown=5, withdrawn=6
    )

    assert [finding.months_in(keep) for finding in Finding] == [1, 2, 3, 4, 5]
    assert len({finding.label for finding in Finding}) == len(Finding)
    assert keep.longest == 6


def test_the_reporter_reads_the_day_and_the_finding_only_if_they_are_told(
    ada: SignedIn,
) -> None:
    for is_told in (False, True):
        sent = make.case([ada.member])
        ended = make.closing("Done.", Finding.VIOLATION, is_told=is_told)
        close(sent.visit.case_id, ended, by=ada, now=NOW)

        theirs, ours = (
            {entry.kind: entry for entry in dossier.entries}
            for dossier in (
                dossier_of(sent.visit),
                case_visible_to(ada, sent.visit.case_id).dossier,
            )
        )
        assert Kind.FOUND not in theirs
        assert finding_in(theirs[Kind.CLOSED]) == (Finding.VIOLATION if is_told else None)
        assert finding_in(ours[Kind.FOUND]) is Finding.VIOLATION
        assert (ours[Kind.FOUND].body["months"], theirs[Kind.CLOSED].text("erase_on")) == (
            60,
            "2031-03-02",
        )


def test_the_term_is_the_one_in_force_in_the_space_on_the_day_of_closing(ada: SignedIn) -> None:
    society = ada.member.organisation
    space = make.space(society)
    terms = [(None, 7, NOW.date()), (space, 3, NOW.date()), (space, 9, date(2026, 3, 3))]
    for where, months, day in terms:
        set_policy(
            organisation=society,
            space=where,
            name="keep_recorded_months",
            value=months,
            effective_on=day,
        )
    sent, later = make.case([ada.member]), make.case([ada.member])
    close(sent.visit.case_id, make.closing(), by=ada, now=NOW)
    close(later.visit.case_id, make.closing(), by=ada, now=NOW + timedelta(days=1))

    assert day_for(ada, sent) == date(2026, 6, 2)
    assert day_for(ada, later) == date(2026, 12, 3)


def test_taking_a_report_back_has_a_term_of_its_own(ada: SignedIn, sent: Sent) -> None:
    withdraw(sent.visit, now=NOW)

    assert day_for(ada, sent) == date(2026, 9, 2)


def test_taking_back_what_was_closed_or_once_more_moves_nothing(ada: SignedIn, sent: Sent) -> None:
    close(sent.visit.case_id, make.closing("", Finding.VIOLATION), by=ada, now=NOW)

    for days in (1, 2):
        withdraw(sent.visit, now=NOW + timedelta(days=days))

    assert day_for(ada, sent) == date(2031, 3, 2)


def test_closing_what_was_taken_back_counts_from_the_closing(ada: SignedIn, sent: Sent) -> None:
    withdraw(sent.visit, now=NOW)

    close(sent.visit.case_id, make.closing("", Finding.VIOLATION), by=ada, now=NOW)

    assert day_for(ada, sent) == date(2031, 3, 2)


def test_an_open_case_has_no_day_however_it_was_opened_again(ada: SignedIn, sent: Sent) -> None:
    assert day_for(ada, sent) is None
    acts: list[Callable[[], None]] = [
        lambda: reopen(sent.visit.case_id, by=ada, now=NOW),
        lambda: say(sent.visit, Secret("Again."), now=NOW),
        lambda: reply(sent.visit.case_id, Secret("Tell us more."), by=ada, now=NOW),
    ]
    for opens in acts:
        close(sent.visit.case_id, make.closing(), by=ada, now=NOW)
        assert day_for(ada, sent) == date(2028, 3, 2)

        opens()

        assert day_for(ada, sent) is None


def test_a_case_that_was_closed_before_there_were_days_has_none_until_a_reader_sets_one(
    ada: SignedIn, sent: Sent
) -> None:
    old = OpenEntry(
        id=sent.visit.case_id,
        position=4,
        kind=Kind.CLOSED,
        author=Author(AuthorRole.MEMBER, ada.member.id),
        written_at=NOW,
        body={},
        is_genuine=True,
    )
    report = dossier_of(sent.visit).entries[0]

    cover = fold(sent.visit.case_id, [report, old])

    assert (cover.is_over, cover.erase_on) == (True, None)
    for words in ("soon", "2031-02-30"):
        odd = OpenEntry(
            id=old.id,
            position=5,
            kind=Kind.ERASE_ON,
            author=old.author,
            written_at=NOW,
            body={"erase_on": words},
            is_genuine=True,
        )
        assert cover.after(odd).erase_on is None


def test_the_reason_for_another_day_is_for_the_readers_and_the_day_for_both(
    ada: SignedIn, sent: Sent
) -> None:
    close(sent.visit.case_id, make.closing(), by=ada, now=NOW)

    erase_on(sent.visit.case_id, date(2032, 1, 1), Secret("It happened again."), by=ada, now=NOW)

    assert day_for(ada, sent) == date(2032, 1, 1)
    theirs, ours = dossier_of(sent.visit), case_visible_to(ada, sent.visit.case_id).dossier
    assert "It happened again." in [entry.text() for entry in ours.of_kind(Kind.NOTE)]
    assert "It happened again." not in [entry.text() for entry in theirs.entries]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
    ],
)
def test_months_end_where_people_expect_them_to(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@pytest.mark.parametrize("day", [NOW.date(), NOW.date() - timedelta(days=1), date(2046, 3, 3)])
def test_only_a_day_to_come_can_be_set(day: date, ada: SignedIn, sent: Sent) -> None:
    close(sent.visit.case_id, make.closing(), by=ada, now=NOW)

    with pytest.raises(NoDayToEraseOn):
        erase_on(sent.visit.case_id, day, Secret("Why"), by=ada, now=NOW)


def test_one_tap_never_makes_it_shorter(ada: SignedIn, sent: Sent) -> None:
    """The list was old, and somebody has set a later day meanwhile."""
    close(sent.visit.case_id, make.closing(), by=ada, now=NOW)

    keep_longer(sent.visit.case_id, by=ada, now=NOW)

    assert day_for(ada, sent) == date(2028, 3, 2)


def test_an_open_case_gets_no_day(ada: SignedIn, sent: Sent) -> None:
    with pytest.raises(StillOpen):
        keep_longer(sent.visit.case_id, by=ada, now=NOW)
    with pytest.raises(StillOpen):
        erase_on(sent.visit.case_id, date(2027, 1, 1), Secret("Why"), by=ada, now=NOW)


def test_whoever_does_not_read_it_sets_no_day(ada: SignedIn) -> None:
    ben = make.member(ada.member.organisation, "Ben")
    sent = make.case([ada.member], excluded=[ben])
    close(sent.visit.case_id, make.closing(), by=ada, now=NOW)

    with pytest.raises(NotVisible):
        keep_longer(sent.visit.case_id, by=make.signed_in(ben), now=NOW)
