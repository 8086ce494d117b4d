"""Help first, then who reads it (P0, S1, D2)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evenhand.directory.models import RoleKind
from tests import make
from tests.intake import things
from tests.intake.things import Answer, Place, text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

KIB = 1024
RANDOM_PADDING = 100  # at most; the gzip middleware adds it against guessing by size


def a_busy_place() -> Place:
    place = things.a_place()
    for name in ("Eli", "Flo", "Gus", "Hal", "Ida"):
        member = make.member(place.organisation, name)
        make.role(member, RoleKind.LEAD, space=place.space)
    return place


def pages_of(client: Client, place: Place) -> Iterator[tuple[str, Answer]]:
    yield "tell", (page := client.get(place.tell))
    for step, go in (
        ("story", "people"), ("people", "place"), ("place", "contact"), ("contact", "check"),
    ):  # fmt: skip
        state = things.state_in(page)
        fields = {"state": state, "step": step, "go": go, "what_happened": "They followed me."}
        yield go, (page := client.post(place.tell, fields))
    client.post(place.tell, {"state": things.state_in(page), "step": "check", "go": "send"})
    for path in ("sent", "code", "safe", "yours", "yours/files", "yours/exclude",
                 "yours/contact", "yours/withdraw", "yours/replace", "yours/delete"):  # fmt: skip
        yield path, client.get(f"/c/{path}")


def test_help_comes_before_everything_else(client: Client) -> None:
    page = text_of(client.get(things.a_place().start))

    assert page.index("Is anyone in danger now?") < page.index("tel:112")
    assert page.index("tel:112") < page.index("Tell us what happened")


def test_the_numbers_of_another_country_can_be_asked_for(client: Client) -> None:
    place = things.a_place()

    page = text_of(client.get(place.start, {"country": "US"}))

    assert "tel:911" in page
    assert f"{place.tell}?country=US" in page


def test_the_start_page_names_who_reads_and_what_is_promised(client: Client) -> None:
    page = text_of(client.get(things.a_place().start))

    assert "Ada" in page
    assert "within 7 days" in page
    assert "They could only do so by changing the running program." in page
    assert "Ombuds office" in page


def test_the_only_space_is_not_asked_for(client: Client) -> None:
    place = things.a_place()
    assert client.get("/c/")["Location"] == place.start

    things.a_place()
    assert place.space.name in text_of(client.get("/c/"))


def test_the_start_page_sets_no_cookie_and_asks_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    place = a_busy_place()

    with django_assert_max_num_queries(8):
        response = client.get(place.start)

    assert response.cookies == {}


def test_every_page_is_small_and_has_a_neutral_title(client: Client) -> None:
    place = a_busy_place()
    pages = [("start", client.get(place.start)), *pages_of(client, place)]

    for name, page in pages:
        size = len(gzip.compress(page.content, 6)) + RANDOM_PADDING
        assert page.status_code == 200, name
        assert size <= (8 if name == "start" else 6) * KIB, (name, size)
        assert "<title>Contact</title>" in text_of(page), name
