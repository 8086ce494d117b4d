"""The page of readers, photos, and the block of help numbers."""

from __future__ import annotations

import gzip
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertInHTML

from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.known_numbers.shipped import shipped_countries
from evenhand.directory.models import RoleKind, Space
from evenhand.directory.services import confirm_numbers, set_contact, set_photo, set_profile
from tests.directory import things
from tests.directory.things import NOON, TODAY

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def page(client: Client, space: Space) -> str:
    with time_machine.travel(NOON, tick=False):
        answer = client.get(f"/c/{space.slug}/readers")
    assert answer.status_code == 200
    return answer.content.decode()


def photo() -> bytes:
    file = BytesIO()
    Image.new("RGB", (200, 200), "teal").save(file, "PNG")
    return file.getvalue()


def numbers_block(space: Space, country: str) -> str:
    numbers = help_numbers(space, country, today=TODAY)
    return render_to_string("directory/parts/help_numbers.html", {"numbers": numbers})


def test_the_page_names_ada_and_neither_ben_who_left_nor_cay_from_outside(client: Client) -> None:
    meadow = things.space(things.organisation())
    ada = things.member(meadow.organisation, "Ada")
    ben = things.member(meadow.organisation, "Ben", left_on=TODAY)
    cay = things.member(things.organisation("Alder"), "Cay")
    for somebody in (ada, ben, cay):
        things.role(somebody, RoleKind.LEAD)
        set_profile(member=somebody, pronouns="she/her", languages=f"{somebody.name}ish")
    set_photo(member=ada, image=photo())

    shown = page(client, meadow)

    assert "Ada" in shown
    assert "she/her" in shown
    assert "Adaish" in shown
    assert "Lead responder" in shown
    assert f"/c/photo/{ada.id}" in shown
    assert "Ben" not in shown
    assert "Cay" not in shown


def test_whom_to_ask_directly_has_an_address_and_a_phone(client: Client) -> None:
    meadow = things.space(things.organisation())
    ada = things.member(meadow.organisation)
    things.role(ada, RoleKind.BOARD)
    set_contact(member=ada, direct_address="ada@example.org", phone="+49 30 1")

    shown = page(client, meadow)

    assert "mailto:ada@example.org" in shown
    assert "tel:+49301" in shown


def test_somebody_outside_is_named_for_whoever_fears_the_team(client: Client) -> None:
    meadow = things.space(things.organisation())
    meadow.organisation.outside_contact = "The Old Mill\n030 2"
    meadow.organisation.save(update_fields=["outside_contact"])

    assert "The Old Mill<br>030 2" in page(client, meadow)


def test_names_are_text_and_never_markup(client: Client) -> None:
    meadow = things.space(things.organisation())
    things.role(things.member(meadow.organisation, "<img src=x>"), RoleKind.LEAD)

    shown = page(client, meadow)

    assert "<img src=x>" not in shown
    assert "&lt;img src=x&gt;" in shown


def test_a_space_without_anybody_still_has_its_page(client: Client) -> None:
    assert "Nobody is on duty here now." in page(client, things.space(things.organisation()))


def test_a_space_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/c/nowhere/readers").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_database_ten_times(
    client: Client, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meadow = things.space(things.organisation())
    for number in range(people):
        ada = things.member(meadow.organisation, f"Ada {number}")
        things.on_duty(ada, meadow)
        things.role(ada, RoleKind.LEAD)

    with django_assert_num_queries(10):
        page(client, meadow)


def test_a_photo_is_an_image_and_nothing_else(client: Client) -> None:
    ada = things.member(things.organisation())
    set_photo(member=ada, image=photo())

    answer = client.get(f"/c/photo/{ada.id}")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_no_photo_and_no_member_give_the_same_answer(client: Client) -> None:
    ada = things.member(things.organisation())

    hidden, absent = (client.get(f"/c/photo/{member_id}") for member_id in (ada.id, uuid4()))

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert hidden.headers == absent.headers


def test_numbers_can_be_tapped_and_read() -> None:
    block = numbers_block(things.space(things.organisation()), "GB")

    assertInHTML('<a class="number" href="tel:999">999</a>', block)
    assert "Someone to talk to: Samaritans" in block
    assertInHTML('<a class="number" href="tel:116123">116 123</a>', block)
    assertInHTML('<a class="number" href="sms:85258?body=SHOUT">Text SHOUT to 85258</a>', block)
    assert "tel:85258" not in block


def test_next_to_help_lines_stands_that_they_are_not_ours() -> None:
    meadow = things.space(things.organisation())
    sentence = "We do not run these services. They do not know about your report."

    assert numbers_block(meadow, "GB").count(sentence) == 1
    assert sentence not in numbers_block(meadow, "LV")


def test_the_day_of_the_check_is_said() -> None:
    meadow = things.space(things.organisation())
    assert "We checked" not in numbers_block(meadow, "DE")

    confirm_numbers(space=meadow, country="DE", checked_on=TODAY, checked_by="Ada")

    assert "We checked these on 12 June 2026." in numbers_block(meadow, "DE")


def test_a_country_without_a_known_number_says_so() -> None:
    block = numbers_block(things.space(things.organisation()), "GN")

    assert "We do not know the emergency number there. 112 works on most mobile phones." in block


def test_the_numbers_take_little_of_the_first_page() -> None:
    meadow = things.space(things.organisation())
    for country in shipped_countries():
        confirm_numbers(space=meadow, country=country, checked_on=TODAY, checked_by="Ada")

    sizes = {
        country: len(gzip.compress(numbers_block(meadow, country).encode(), compresslevel=6))
        for country in shipped_countries()
    }

    assert max(sizes.values()) <= 1024
