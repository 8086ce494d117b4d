from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from evenhand.directory.errors import AddressTaken, NoSuchCountry, NoSuchSpace, OtherOrganisation
from evenhand.directory.models import RoleKind, SpaceKind
from evenhand.directory.queries import space_called, spaces_shown
from evenhand.directory.services import (
    create_organisation,
    create_space,
    give_role,
    put_on_duty,
    set_dates,
    set_ways_to_reach,
)
from tests.directory import things
from tests.directory.things import DAY, HOUR, NOON, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def test_a_space_is_found_by_its_address() -> None:
    meadow = things.space(things.organisation())

    assert space_called("meadow") == meadow


def test_a_space_that_is_not_there_is_a_page_not_found() -> None:
    with pytest.raises(NoSuchSpace) as refusal:
        space_called("meadow")

    assert refusal.value.status == 404


def test_the_list_has_what_goes_on_then_what_ended_then_practice() -> None:
    juniper = things.organisation()
    practice = things.organisation("Lantern", is_practice=True)
    drill = things.space(practice, "Attic")
    ended, zoo = things.space(juniper, "Bog"), things.space(juniper, "Zoo")
    now_on = things.space(juniper, "Meadow")
    set_dates(space=ended, starts_on=TODAY - 3 * DAY, ends_on=TODAY - DAY)
    set_dates(space=now_on, starts_on=TODAY - 2 * DAY, ends_on=TODAY)

    assert spaces_shown(NOON) == [now_on, zoo, ended, drill]


def test_a_space_leaves_the_list_a_year_after_its_end_but_still_takes_reports() -> None:
    meadow = things.space(things.organisation())
    set_dates(space=meadow, starts_on=None, ends_on=TODAY - 366 * DAY)

    assert spaces_shown(NOON) == []
    assert space_called("meadow") == meadow


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_once(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    juniper = things.organisation()
    for number in range(count):
        things.space(juniper, f"Meadow{number}")

    with django_assert_num_queries(1):
        assert [space.organisation.name for space in spaces_shown(NOON)] == ["Juniper"] * count


@pytest.mark.parametrize("slug", ["meadow", "photo"])
def test_an_address_in_use_is_refused(slug: str) -> None:
    juniper = things.organisation()
    things.space(juniper)

    with pytest.raises(AddressTaken):
        create_space(
            organisation=juniper, name="Other", slug=slug, kind=SpaceKind.FORUM, country="DE"
        )


def test_a_country_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchCountry):
        create_organisation(name="Juniper", country="QQ")


def test_nobody_gets_a_role_or_a_duty_in_another_organisations_space() -> None:
    meadow = things.space(things.organisation())
    cay = things.member(things.organisation("Alder"), "Cay")

    with pytest.raises(OtherOrganisation):
        give_role(member=cay, kind=RoleKind.LEAD, space=meadow, starts_on=TODAY)
    with pytest.raises(OtherOrganisation):
        put_on_duty(member=cay, space=meadow, starts_at=NOON, ends_at=NOON + HOUR)


def test_ways_to_reach_the_team_are_kept() -> None:
    meadow = things.space(things.organisation())

    set_ways_to_reach(space=meadow, team_phone="+49 30 1", in_person="Room 4", address="a@b.org")

    found = space_called("meadow")
    assert (found.team_phone, found.in_person, found.address) == ("+49 30 1", "Room 4", "a@b.org")
