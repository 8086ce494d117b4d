"""Which numbers a space's pages show, and until when."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from evenhand.directory.errors import NoSuchCountry
from evenhand.directory.help_numbers import countries, help_numbers, valid_until
from evenhand.directory.models import Space
from evenhand.directory.services import confirm_numbers, set_local_numbers, set_ways_to_reach
from evenhand.directory.values import Number
from tests.directory import things
from tests.directory.things import DAY, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

A_YEAR_ON = date(2027, 6, 12)


def written(numbers: tuple[Number, ...]) -> list[tuple[str, str]]:
    return [(number.label, number.number) for number in numbers]


def check(space: Space, country: str = "DE", on: date = TODAY) -> None:
    confirm_numbers(space=space, country=country, checked_on=on, checked_by="Ada")


def test_a_country_of_the_file_has_its_numbers_by_service() -> None:
    meadow = things.space(things.organisation())

    numbers = help_numbers(meadow, "FR", today=TODAY)

    assert numbers.country_name == "France"
    assert written(numbers.emergency) == [
        ("Emergency", "112"),
        ("Police", "17"),
        ("Ambulance", "15"),
        ("Fire", "18"),
        ("Emergency by text", "114"),
    ]
    assert ("Someone to talk to", "3114") in written(numbers.lines)


def test_a_number_that_needs_an_organisers_word_waits_for_it() -> None:
    meadow = things.space(things.organisation(), country="AR")
    police, fire = ("Police", "101"), ("Fire", "100")
    before = written(help_numbers(meadow, "AR", today=TODAY).emergency)

    check(meadow, "AR")

    after = help_numbers(meadow, "AR", today=TODAY)
    assert {police, fire}.isdisjoint(before)
    assert {police, fire} <= set(written(after.emergency))
    assert after.checked_on == TODAY


def test_help_lines_too_wait_for_an_organisers_word() -> None:
    meadow = things.space(things.organisation(), country="DK")
    assert help_numbers(meadow, "DK", today=TODAY).lines == ()

    check(meadow, "DK")

    lines = written(help_numbers(meadow, "DK", today=TODAY).lines)
    assert lines == [("Someone to talk to", "7020 1201"), ("Violence at home", "1888")]


def test_an_organisers_word_holds_for_twelve_months() -> None:
    meadow = things.space(things.organisation(), country="DK")
    check(meadow, "DK")

    days = (TODAY - DAY, TODAY, A_YEAR_ON - DAY, A_YEAR_ON)
    shown = [bool(help_numbers(meadow, "DK", today=day).lines) for day in days]

    assert shown == [False, True, True, False]


def test_a_check_on_a_leap_day_holds_until_the_end_of_february() -> None:
    assert valid_until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_later_check_renews_the_word() -> None:
    meadow = things.space(things.organisation())
    check(meadow)
    check(meadow, on=TODAY + 100 * DAY)

    assert help_numbers(meadow, "DE", today=A_YEAR_ON).checked_on == TODAY + 100 * DAY


def test_a_word_holds_for_its_space_and_its_country_only() -> None:
    juniper = things.organisation()
    meadow, grove = things.space(juniper, "Meadow"), things.space(juniper, "Grove")
    check(meadow, "DK")

    assert help_numbers(meadow, "DK", today=TODAY).checked_on == TODAY
    assert help_numbers(meadow, "DE", today=TODAY).checked_on is None
    assert help_numbers(grove, "DK", today=TODAY).checked_on is None


def test_numbers_of_the_place_come_first_once_they_were_checked_and_there_only() -> None:
    meadow = things.space(things.organisation())
    set_ways_to_reach(space=meadow, team_phone="+49 30 1")
    set_local_numbers(space=meadow, numbers=[("Security", "4"), ("First aid", "3")])
    team = ("Our team", "+49 30 1")
    unchecked = written(help_numbers(meadow, "DE", today=TODAY).local)

    check(meadow)

    assert unchecked == [team]
    assert written(help_numbers(meadow, "DE", today=TODAY).local) == [
        team,
        ("Security", "4"),
        ("First aid", "3"),
    ]
    assert written(help_numbers(meadow, "FR", today=TODAY).local) == [team]


def test_setting_the_numbers_of_a_place_replaces_the_old_ones() -> None:
    meadow = things.space(things.organisation())
    check(meadow)
    set_local_numbers(space=meadow, numbers=[("Security", "4"), ("First aid", "3")])
    set_local_numbers(space=meadow, numbers=[("Front desk", "5")])

    assert written(help_numbers(meadow, "DE", today=TODAY).local) == [("Front desk", "5")]


def test_other_countries_have_their_emergency_numbers_and_no_help_lines() -> None:
    meadow = things.space(things.organisation())

    numbers = help_numbers(meadow, "LV", today=TODAY)

    assert [number.number for number in numbers.emergency] == [
        "112",
        "01",
        "02",
        "03",
        "110",
        "113",
    ]
    assert {number.label for number in numbers.emergency} == {"Emergency"}
    assert numbers.lines == ()


def test_our_number_is_shown_where_libphonenumber_disagrees() -> None:
    meadow = things.space(things.organisation())

    numbers = help_numbers(meadow, "DK", today=TODAY)

    assert written(numbers.emergency) == [("Emergency", "112"), ("Police, not urgent", "114")]


@pytest.mark.parametrize("country", ["", "zz", "../..", "DEU"])
def test_a_country_that_does_not_exist_gives_the_spaces_own(country: str) -> None:
    meadow = things.space(things.organisation())

    assert help_numbers(meadow, country, today=TODAY).country == "DE"


def test_a_country_may_be_written_small() -> None:
    assert help_numbers(things.space(things.organisation()), "fr", today=TODAY).country == "FR"


def test_a_country_that_does_not_exist_cannot_be_confirmed() -> None:
    with pytest.raises(NoSuchCountry):
        check(things.space(things.organisation()), "ZZ")


def test_countries_are_listed_by_name_and_none_twice() -> None:
    names = [name for _, name in countries()]

    assert len(names) == len(set(names)) == 250
    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert countries()[-1] == ("ZW", "Zimbabwe")


def test_numbers_take_at_most_two_questions_to_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    meadow = things.space(things.organisation())

    with django_assert_num_queries(1):
        help_numbers(meadow, "DE", today=TODAY)
    check(meadow)
    set_local_numbers(space=meadow, numbers=[("A", "1"), ("B", "2"), ("C", "3")])
    with django_assert_num_queries(2):
        help_numbers(meadow, "DE", today=TODAY)
