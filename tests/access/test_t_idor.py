"""Everybody against every address (T-IDOR), generated from the site's own list of routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.access import leaky
from tests.access.checking import check
from tests.access.routes import NEED_NO_TOKEN, TABLE, routes_of, unclassified
from tests.access.rules import Who
from tests.access.targets import all_targets
from tests.access.world import Principal, World, build
from tests.sizes import IS_PROVING

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]
SITE = "evenhand.site.urls"


@pytest.fixture
def world(clock: time_machine.Traveller) -> World:  # noqa: ARG001
    return build()


def test_t_idor_every_route_is_classified_and_no_line_is_left_over() -> None:
    assert unclassified(SITE) == set()
    assert set(TABLE) == set(routes_of(SITE))


def test_t_idor_a_new_route_fails_until_it_is_classified() -> None:
    assert unclassified(leaky.__name__) == set(leaky.TABLE)


@pytest.mark.parametrize("principal", Principal)
def test_t_idor_nobody_gets_further_than_the_table_says(
    principal: Principal, world: World, proved: Callable[[str], None]
) -> None:
    result = check(world, TABLE, principal, in_full=IS_PROVING)

    assert not result.faults, "\n".join(result.faults)
    proved(f"{result.cells} cells")


def test_t_idor_the_checker_finds_every_planted_fault(world: World, settings: Settings) -> None:
    settings.ROOT_URLCONF = leaky.__name__

    found = {
        route
        for route, rule in leaky.TABLE.items()
        for principal in (Principal.ANONYMOUS, Principal.BEN)
        if check(world, {route: rule}, principal, in_full=False).faults
    }

    assert found == {view.__name__ for view in leaky.FAULTY}


def test_t_idor_without_a_token_no_form_is_taken(world: World) -> None:
    """Whoever is let in everywhere is refused alike, whatever the address names."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    cookies = dict(world.cookies[Principal.ADA]) | dict(world.cookies[Principal.REPORTER_A])
    client.cookies.load(cookies)
    targets = all_targets(world)
    statuses = {
        (route, client.generic(method, reverse(route, kwargs=dict(target.arguments))).status_code)
        for route, rule in TABLE.items()
        if route not in NEED_NO_TOKEN
        for target in targets[rule.address]
        if target.is_an_address
        for method in ("POST", "PUT", "PATCH", "DELETE")
    }

    assert {status for _, status in statuses} == {403}


@pytest.mark.parametrize(
    ("ours", "theirs"), [("desk", "visit"), ("visit", "desk")], ids=["member", "reporter"]
)
def test_t_idor_a_cookie_opens_nothing_of_the_other_kind(
    ours: str, theirs: str, world: World
) -> None:
    principal = Principal.ADA if ours == "desk" else Principal.REPORTER_A
    swapped = {principal: {theirs: world.cookies[principal][ours]}}
    stranger = replace(
        world, cookies=dict(world.cookies) | {Principal.ANONYMOUS: swapped[principal]}
    )

    closed = {route: rule for route, rule in TABLE.items() if rule.who is not Who.ANYBODY}

    result = check(stranger, closed, Principal.ANONYMOUS, in_full=False)

    assert not result.faults, "\n".join(result.faults)
