from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from evenhand.directory.errors import (
    NoSuchPolicyValue,
    OtherOrganisation,
    PolicyInThePast,
    WrongPolicyValue,
)
from evenhand.directory.models import Organisation, Space
from evenhand.directory.policy import SHIPPED, policy_of, shipped_values
from evenhand.directory.queries import policy_in_force
from evenhand.directory.services import set_policy
from evenhand.directory.values import ClockStart, KeepMonths, Policy
from tests.directory import things
from tests.directory.things import DAY, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def acknowledge(organisation: Organisation, days: int, space: Space | None = None) -> None:
    set_policy(
        organisation=organisation,
        space=space,
        name="acknowledge_within_days",
        value=days,
        effective_on=TODAY,
    )


def test_the_shipped_policy_is_the_psfs() -> None:
    policy = policy_in_force(things.organisation(), None, on=TODAY)

    assert policy == Policy(
        acknowledge_within_days=7,
        status_within_days=7,
        outcome_within_days=7,
        clock_starts=ClockStart.RECEIPT,
        first_readers_on_duty=3,
        leads_kept_out_before_step_in=2,
        second_factor_required=True,
        keep_months=KeepMonths(
            violation=60,
            no_violation=12,
            out_of_scope=12,
            recorded=24,
            unknown=24,
            withdrawn=6,
        ),
        version=policy.version,
    )


def test_each_shipped_value_says_which_rule_it_comes_from() -> None:
    blocks = SHIPPED.read_text().split("\n\n")[1:]

    assert len(blocks) == len(shipped_values())
    assert all(re.match(r"# [SBD]\d+", block) for block in blocks)


def test_the_space_goes_over_the_organisation_and_that_over_the_shipped_values() -> None:
    juniper = things.organisation()
    meadow, grove = things.space(juniper, "Meadow"), things.space(juniper, "Grove")
    acknowledge(juniper, 3)
    acknowledge(juniper, 1, meadow)

    days = {
        place: policy_in_force(juniper, place, on=TODAY).acknowledge_within_days
        for place in (None, meadow, grove)
    }

    assert days == {None: 3, meadow: 1, grove: 3}


def test_a_newer_value_of_the_organisation_does_not_undo_the_spaces_own() -> None:
    juniper = things.organisation()
    meadow = things.space(juniper)
    acknowledge(juniper, 1, meadow)
    set_policy(
        organisation=juniper,
        name="acknowledge_within_days",
        value=5,
        effective_on=TODAY + DAY,
    )

    assert policy_in_force(juniper, meadow, on=TODAY + DAY).acknowledge_within_days == 1


def test_a_value_holds_from_its_day_on_and_the_day_before_keeps_its_own() -> None:
    juniper = things.organisation()
    acknowledge(juniper, 3)

    before = policy_in_force(juniper, None, on=TODAY - DAY)
    after = policy_in_force(juniper, None, on=TODAY + DAY)

    assert (before.acknowledge_within_days, after.acknowledge_within_days) == (7, 3)
    assert before.version != after.version


def test_another_organisations_values_do_not_count() -> None:
    juniper, other = things.organisation(), things.organisation("Alder")
    acknowledge(other, 1)

    assert policy_in_force(juniper, None, on=TODAY).acknowledge_within_days == 7


def test_the_same_values_have_the_same_version() -> None:
    assert policy_of({}).version == policy_of({"acknowledge_within_days": "7"}).version


def test_a_value_set_twice_on_a_day_is_the_later_one() -> None:
    juniper = things.organisation()
    acknowledge(juniper, 3)
    acknowledge(juniper, 4)

    assert policy_in_force(juniper, None, on=TODAY).acknowledge_within_days == 4


def test_nothing_can_be_set_before_the_newest_value() -> None:
    juniper = things.organisation()
    acknowledge(juniper, 3)

    with pytest.raises(PolicyInThePast):
        set_policy(
            organisation=juniper,
            name="acknowledge_within_days",
            value=1,
            effective_on=TODAY - DAY,
        )


def test_a_space_of_another_organisation_takes_no_value() -> None:
    meadow = things.space(things.organisation())

    with pytest.raises(OtherOrganisation):
        acknowledge(things.organisation("Alder"), 1, meadow)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("acknowledge_within_days", 0),
        ("acknowledge_within_days", 366),
        ("outcome_within_days", "soon"),
        ("first_readers_on_duty", "٣"),
        ("clock_starts", "later"),
        ("second_factor_required", "perhaps"),
        ("keep_violation_months", 0),
        ("keep_violation_months", 241),
        ("keep_withdrawn_months", "for ever"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(name: str, value: str | int) -> None:
    with pytest.raises(WrongPolicyValue):
        set_policy(organisation=things.organisation(), name=name, value=value, effective_on=TODAY)


def test_a_value_nobody_reads_is_refused() -> None:
    with pytest.raises(NoSuchPolicyValue):
        set_policy(
            organisation=things.organisation(), name="mood", value="good", effective_on=TODAY
        )


def test_yes_and_no_survive_being_kept_as_text() -> None:
    juniper = things.organisation()
    set_policy(organisation=juniper, name="second_factor_required", value=False, effective_on=TODAY)

    assert not policy_in_force(juniper, None, on=TODAY).second_factor_required


def test_the_policy_takes_one_question_to_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    juniper = things.organisation()
    meadow = things.space(juniper)
    acknowledge(juniper, 3)
    acknowledge(juniper, 1, meadow)

    with django_assert_num_queries(1):
        policy_in_force(juniper, meadow, on=TODAY)
