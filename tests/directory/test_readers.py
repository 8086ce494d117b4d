"""Who reads a report first, who may be chosen, who is on the team."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from evenhand.directory.models import RoleKind
from evenhand.directory.queries import (
    active_members,
    choosable_readers,
    first_readers,
    public_members,
    space_called,
)
from evenhand.directory.services import end_duty, end_role, set_policy, set_profile
from evenhand.directory.values import Reader
from tests.directory import things
from tests.directory.things import DAY, HOUR, NOON, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def names(readers: list[Reader]) -> list[str]:
    return [reader.name for reader in readers]


def test_those_on_duty_now_and_the_leads_read_first() -> None:
    juniper = things.organisation()
    meadow, grove = things.space(juniper, "Meadow"), things.space(juniper, "Grove")
    ada, ben, cay, dot = (things.member(juniper, name) for name in ("Ada", "Ben", "Cay", "Dot"))
    things.on_duty(cay, meadow)
    things.role(ben, RoleKind.LEAD)
    things.role(ada, RoleKind.LEAD, meadow)
    things.role(dot, RoleKind.LEAD, grove)

    assert names(first_readers(meadow, now=NOON)) == ["Cay", "Ada", "Ben"]


def test_a_lead_who_is_on_duty_is_named_once_with_both() -> None:
    meadow = things.space(things.organisation())
    ada = things.member(meadow.organisation)
    things.on_duty(ada, meadow)
    things.role(ada, RoleKind.LEAD, meadow)
    things.role(ada, RoleKind.LEAD)

    (reader,) = first_readers(meadow, now=NOON)

    assert (reader.member, reader.role) == (ada, "On duty now, Lead responder")


def test_at_most_the_policys_number_on_duty_read_first_whoever_began_earliest() -> None:
    meadow = things.space(things.organisation())
    for name in ("Ada", "Ben", "Cay", "Dot"):
        things.on_duty(things.member(meadow.organisation, name), meadow)

    assert names(first_readers(meadow, now=NOON)) == ["Ada", "Ben", "Cay"]

    set_policy(
        organisation=meadow.organisation,
        space=meadow,
        name="first_readers_on_duty",
        value=2,
        effective_on=TODAY,
    )
    assert names(first_readers(meadow, now=NOON)) == ["Ada", "Ben"]


def test_being_on_duty_in_two_rows_counts_once_toward_the_number() -> None:
    meadow = things.space(things.organisation())
    ada = things.member(meadow.organisation)
    for somebody in (ada, ada, ada, things.member(meadow.organisation, "Ben")):
        things.on_duty(somebody, meadow)

    assert names(first_readers(meadow, now=NOON)) == ["Ada", "Ben"]


@pytest.mark.parametrize(("hours", "is_on_duty"), [(-2, False), (-1, True), (0, True), (1, False)])
def test_duty_begins_with_its_first_moment_and_ends_before_its_last(
    hours: int, *, is_on_duty: bool
) -> None:
    meadow = things.space(things.organisation())
    things.on_duty(things.member(meadow.organisation), meadow)

    assert bool(first_readers(meadow, now=NOON + hours * HOUR)) == is_on_duty


def test_a_term_holds_from_its_first_to_its_last_day() -> None:
    meadow = things.space(things.organisation())
    term = things.role(things.member(meadow.organisation), RoleKind.LEAD)
    end_role(role=term, on=TODAY)

    held = [bool(first_readers(meadow, now=NOON + days * DAY)) for days in (-2, -1, 0, 1)]

    assert held == [False, True, True, False]


def test_who_has_left_or_not_yet_joined_reads_nothing() -> None:
    juniper = things.organisation()
    meadow = things.space(juniper)
    for somebody in (things.member(juniper, "Ben", left_on=TODAY), things.invited(juniper, "Cay")):
        things.on_duty(somebody, meadow)
        things.role(somebody, RoleKind.LEAD)
        things.role(somebody, RoleKind.BOARD)

    assert first_readers(meadow, now=NOON) == []
    assert choosable_readers(meadow, now=NOON) == []
    assert public_members(juniper, NOON) == []
    assert list(active_members(juniper)) == []


def test_members_of_another_organisation_are_nowhere() -> None:
    juniper, other = things.organisation(), things.organisation("Alder")
    meadow = things.space(juniper)
    ada, cay = things.member(juniper, "Ada"), things.member(other, "Cay")
    for somebody in (ada, cay):
        things.role(somebody, RoleKind.LEAD)

    assert names(first_readers(meadow, now=NOON)) == ["Ada"]
    assert names(choosable_readers(meadow, now=NOON)) == ["Ada"]
    assert names(public_members(juniper, NOON)) == ["Ada"]
    assert list(active_members(juniper)) == [ada]


def test_an_ended_duty_is_over_and_one_not_begun_is_dropped() -> None:
    meadow = things.space(things.organisation())
    running = things.on_duty(things.member(meadow.organisation, "Ada"), meadow)
    coming = things.on_duty(things.member(meadow.organisation, "Ben"), meadow)

    end_duty(duty=running, at=NOON)
    end_duty(duty=coming, at=coming.starts_at - HOUR)

    assert names(first_readers(meadow, now=NOON - HOUR)) == ["Ada"]
    assert first_readers(meadow, now=NOON) == []


def test_leads_chair_and_board_may_be_chosen_and_nobody_else() -> None:
    meadow = things.space(things.organisation())
    people = {kind: things.member(meadow.organisation, kind.label) for kind in RoleKind}
    for kind, somebody in people.items():
        things.role(somebody, kind)
    things.role(people[RoleKind.BOARD], RoleKind.LEAD)

    readers = choosable_readers(meadow, now=NOON)

    assert [(reader.name, reader.role) for reader in readers] == [
        ("Board member", "Lead responder, Board member"),
        ("Lead responder", "Lead responder"),
        ("Chair", "Chair"),
    ]


def test_the_team_is_everybody_who_may_handle_a_report_with_their_spaces() -> None:
    juniper = things.organisation()
    meadow = things.space(juniper)
    ada, ben, dot = (things.member(juniper, name) for name in ("Ada", "Ben", "Dot"))
    things.role(ben, RoleKind.RESPONDER)
    things.role(ada, RoleKind.RESPONDER, meadow)
    things.role(ada, RoleKind.CHAIR)
    things.role(dot, RoleKind.BAN_KEEPER)

    assert [(reader.name, reader.role) for reader in public_members(juniper, NOON)] == [
        ("Ada", "Chair, Responder (Meadow)"),
        ("Ben", "Responder"),
    ]


def test_a_reader_is_shown_as_they_say() -> None:
    meadow = things.space(things.organisation())
    ada = things.member(meadow.organisation)
    things.role(ada, RoleKind.LEAD)
    set_profile(member=ada, pronouns="she/her", languages="English, español", about="At the desk")

    (reader,) = first_readers(meadow, now=NOON)

    assert (reader.name, reader.pronouns) == ("Ada", "she/her")
    assert (reader.languages, reader.about) == ("English, español", "At the desk")
    assert not reader.has_photo


@pytest.mark.parametrize("people", [1, 3])
def test_questions_to_the_database_do_not_grow_with_the_people(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    things.space(things.organisation())
    meadow = space_called("meadow")
    for number in range(people):
        somebody = things.member(meadow.organisation, f"Ada {number}")
        set_profile(member=somebody, pronouns="she/her")
        things.on_duty(somebody, meadow)
        things.role(things.member(meadow.organisation, f"Ben {number}"), RoleKind.LEAD, meadow)

    with django_assert_num_queries(4):
        assert len(first_readers(meadow, now=NOON)) == 2 * people
    with django_assert_num_queries(2):
        assert len(choosable_readers(meadow, now=NOON)) == people
    with django_assert_num_queries(2):
        assert len(public_members(meadow.organisation, NOON)) == people
    with django_assert_num_queries(1):
        assert len(active_members(meadow.organisation)) == 2 * people
