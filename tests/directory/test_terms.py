"""Terms: whose roles have all ended, and what may not be said of earlier days afterwards (B15)."""

from __future__ import annotations

import pytest
import time_machine

from evenhand.directory.errors import TermHasAnEnd, TermInThePast
from evenhand.directory.models import Role, RoleKind
from evenhand.directory.queries import first_readers, terms_ending
from evenhand.directory.services import end_role, give_role
from evenhand.directory.terms import terms_in, terms_of
from tests.directory import things
from tests.directory.things import DAY, NOON, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


@pytest.mark.parametrize(("days", "is_over"), [(-2, False), (-1, False), (0, False), (1, True)])
def test_a_term_is_over_on_the_day_after_its_last(days: int, *, is_over: bool) -> None:
    ben = things.member(things.organisation(), "Ben")
    end_role(role=things.role(ben, RoleKind.RESPONDER), on=TODAY)

    assert terms_of(ben.id).is_over(ben.id, on=TODAY + days * DAY) is is_over


def test_one_role_that_goes_on_is_enough_and_so_is_never_having_had_one() -> None:
    society = things.organisation()
    ben, cay = things.member(society, "Ben"), things.member(society, "Cay")
    things.role(ben, RoleKind.RESPONDER)
    end_role(role=things.role(ben, RoleKind.LEAD), on=TODAY - DAY)

    assert terms_in(society.id).over(TODAY) == frozenset()
    assert not terms_in(society.id).is_over(cay.id, on=TODAY)


def test_a_role_that_only_begins_later_is_none_yet() -> None:
    ben = things.member(things.organisation(), "Ben")
    Role.objects.create(member=ben, kind=RoleKind.LEAD, starts_on=TODAY + DAY)

    assert not terms_of(ben.id).is_over(ben.id, on=TODAY)


@pytest.mark.parametrize("kind", [RoleKind.ADVISER, RoleKind.ALTERNATE])
def test_whoever_only_advises_is_no_first_reader_even_on_duty(kind: RoleKind) -> None:
    meadow = things.space(things.organisation())
    ben = things.member(meadow.organisation, "Ben")
    things.on_duty(ben, meadow)
    things.role(ben, kind)
    assert first_readers(meadow, now=NOON) == []
    assert terms_of(ben.id).advising(TODAY) == {ben.id}

    things.role(ben, RoleKind.RESPONDER)

    assert [reader.name for reader in first_readers(meadow, now=NOON)] == ["Ben"]
    assert terms_of(ben.id).advising(TODAY) == frozenset()


def test_whoever_has_no_role_any_more_is_no_first_reader_even_on_duty() -> None:
    meadow = things.space(things.organisation())
    ben = things.member(meadow.organisation, "Ben")
    things.on_duty(ben, meadow)
    end_role(role=things.role(ben, RoleKind.RESPONDER), on=TODAY - DAY)

    assert first_readers(meadow, now=NOON) == []


def test_terms_that_end_within_thirty_days_are_listed_the_next_ones_first() -> None:
    society = things.organisation()
    for name, days in (("Ben", 30), ("Cay", 3), ("Dee", 31), ("Eli", -1)):
        role = things.role(things.member(society, name), RoleKind.LEAD)
        end_role(role=role, on=TODAY + days * DAY)
    things.role(things.member(society, "Fay"), RoleKind.LEAD)

    ending = terms_ending(society, now=NOON)

    assert [role.member.name for role in ending] == ["Cay", "Ben"]


def test_a_new_term_does_not_begin_in_a_gap_nor_on_the_day_it_is_given() -> None:
    """Cases may have gone on without them on these days, and that must stay true."""
    ben = things.member(things.organisation(), "Ben")
    end_role(role=things.role(ben, RoleKind.LEAD), on=TODAY)
    with time_machine.travel(NOON + 5 * DAY, tick=False):
        for starts_on, ends_on in (
            (TODAY, None),
            (TODAY + DAY, TODAY + 2 * DAY),
            (TODAY + 5 * DAY, None),
        ):
            with pytest.raises(TermInThePast):
                give_role(member=ben, kind=RoleKind.LEAD, starts_on=starts_on, ends_on=ends_on)

        give_role(member=ben, kind=RoleKind.LEAD, starts_on=TODAY + 6 * DAY)

        with pytest.raises(TermInThePast):
            give_role(member=ben, kind=RoleKind.RESPONDER, starts_on=TODAY - DAY)
        terms = terms_of(ben.id)
    over = [terms.is_over(ben.id, on=TODAY + days * DAY) for days in (0, 1, 5, 6)]
    assert over == [False, True, True, False]


def test_a_role_more_may_begin_in_the_past_where_there_was_one_all_along() -> None:
    ben = things.member(things.organisation(), "Ben")
    things.role(ben, RoleKind.LEAD)

    with time_machine.travel(NOON + 5 * DAY, tick=False):
        give_role(member=ben, kind=RoleKind.BOARD, starts_on=TODAY)

    assert not terms_of(ben.id).is_over(ben.id, on=TODAY)


def test_a_term_that_has_an_end_may_end_earlier_and_not_later() -> None:
    role = things.role(things.member(things.organisation(), "Ben"), RoleKind.LEAD)
    end_role(role=role, on=TODAY + 2 * DAY)
    end_role(role=role, on=TODAY + DAY)

    with pytest.raises(TermHasAnEnd):
        end_role(role=role, on=TODAY + 2 * DAY)
