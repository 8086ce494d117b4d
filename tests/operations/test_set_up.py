"""The set-up of a real organisation, through its page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.accounts.services.joining import accept_invitation
from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.models import Organisation, Space
from evenhand.directory.queries import first_readers, policy_in_force, space_called
from evenhand.operations.models import SetupLink
from evenhand.operations.services.links import make_setup_link
from evenhand.sealing.outside import new_outside_identity
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

TYPED = {
    "name": "Harbour Society",
    "country": "DE",
    "outside_contact": "Ombuds office, +49 30 000000",
    "lead_1_name": "Ada",
    "lead_1_address": "Ada@harbour.example",
    "lead_2_name": "Ben",
    "lead_2_address": "ben@harbour.example",
    "space_name": "Harbour Days",
    "space_kind": "conference",
    "space_country": "JP",
}
CHECKED = {"numbers_of": "JP", "checked_by": "Ada", "is_checked": "on"}


def fresh_path() -> str:
    return "/set-up/" + make_setup_link(now=timezone.now()).rpartition("/")[2]


def test_the_form_leads_to_two_leads_and_a_space_that_takes_reports(client: Client) -> None:
    page = client.post(fresh_path(), TYPED | CHECKED).content.decode()

    space = space_called("harbour-days")
    assert (space.name, space.country, space.organisation.country) == ("Harbour Days", "JP", "DE")
    tokens = re.findall(r"http://127\.0\.0\.1:8000/m/join/([\w-]+)", page)
    for token in tokens:
        accept_invitation(token, make.PASSPHRASE, now=timezone.now())
    readers = first_readers(space, now=timezone.now())
    assert [reader.member.address for reader in readers] == [
        "ada@harbour.example",
        "ben@harbour.example",
    ]
    assert not space.organisation.is_practice


def test_an_outside_contact_with_a_key_can_be_handed_what_nobody_may_read(client: Client) -> None:
    outside = {
        "outside_name": "Osk Varnhold",
        "outside_address": "osk@outside.example",
        "outside_key": f" {new_outside_identity().key.upper()} ",
    }

    client.post(fresh_path(), TYPED | CHECKED | outside)

    organisation = Organisation.objects.get()
    assert organisation.outside_name == "Osk Varnhold"
    assert organisation.outside_key == outside["outside_key"].strip().lower()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outside_key": "age1nonsense"}, "That is not a key of the outside contact."),
        ({"outside_name": "Osk"}, "needs a name, an address and a key"),
        ({"outside_name": "Osk", "outside_address": "osk"}, "Enter a valid email address."),
    ],
    ids=["no key", "only a name", "no address"],
)
def test_what_is_wrong_with_the_outside_contact_is_said_and_nothing_is_lost(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    page = client.post(fresh_path(), TYPED | CHECKED | typed).content.decode()

    assert sentence in page
    assert "Ombuds office" in page
    assert not Organisation.objects.exists()


def test_a_real_organisation_asks_for_a_second_step(client: Client) -> None:
    client.post(fresh_path(), TYPED | CHECKED)

    organisation = Organisation.objects.get()
    today = timezone.now().date()
    assert policy_in_force(organisation, None, on=today).second_factor_required
    assert all(member.must_use_second_factor for member in Member.objects.all())


def test_it_does_not_finish_until_the_help_numbers_are_confirmed(client: Client) -> None:
    path = fresh_path()

    for confirmation in ({}, {"numbers_of": "JP"}, CHECKED | {"is_checked": ""}):
        page = client.post(path, TYPED | confirmation).content.decode()

        assert "Help numbers for Japan" in page
        assert "110" in page
        assert not Organisation.objects.exists()


def test_confirming_the_numbers_of_another_country_confirms_nothing(client: Client) -> None:
    page = client.post(fresh_path(), TYPED | CHECKED | {"numbers_of": "DE"}).content.decode()

    assert "Help numbers for Japan" in page
    assert not Organisation.objects.exists()


def test_confirmed_numbers_are_shown_with_those_of_the_place(client: Client) -> None:
    client.post(fresh_path(), TYPED | CHECKED | {"security": "+81 3 0000 0000"})

    numbers = help_numbers(space_called("harbour-days"), "JP", today=timezone.now().date())
    assert numbers.checked_on == timezone.now().date()
    assert [(number.label, number.number) for number in numbers.local] == [
        ("Security", "+81 3 0000 0000")
    ]


def test_a_link_works_once(client: Client) -> None:
    path = fresh_path()
    client.post(path, TYPED | CHECKED)

    again = client.post(path, TYPED | CHECKED | {"space_slug": "other"})

    assert again.status_code == 404
    assert Organisation.objects.count() == 1


def test_a_link_is_void_after_a_day_or_when_a_newer_one_was_made(client: Client) -> None:
    path = fresh_path()
    assert client.get(path).status_code == 200
    SetupLink.objects.update(made_at=timezone.now() - timedelta(hours=24))
    assert client.get(path).status_code == 404

    older, newer = fresh_path(), fresh_path()
    assert [client.get(path).status_code for path in (older, newer)] == [404, 200]


def test_a_link_that_never_was_looks_like_one_that_was_used(client: Client) -> None:
    used = fresh_path()
    client.post(used, TYPED | CHECKED)

    answers = [client.get(path) for path in (used, "/set-up/" + "x" * 43)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_link_itself_is_not_stored() -> None:
    token = fresh_path().rpartition("/")[2]

    assert token not in str(SetupLink.objects.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lead_2_address", "ada@HARBOUR.example"),
        ("country", "XX"),
        ("outside_contact", ""),
        ("space_name", "会議"),
    ],
)
def test_what_cannot_be_used_is_asked_again_and_nothing_is_kept(
    client: Client, name: str, value: str
) -> None:
    page = client.post(fresh_path(), TYPED | CHECKED | {name: value}).content.decode()

    assert "Please look at this once more" in page
    assert 'value="Harbour Society"' in page
    assert not Organisation.objects.exists()


def test_an_address_or_a_short_name_that_is_taken_leaves_the_link_usable(client: Client) -> None:
    taken = make.space(make.organisation())
    ben = make.member(taken.organisation, "Ben")
    path = fresh_path()

    for clash in ({"space_slug": taken.slug}, {"lead_2_address": ben.address}):
        page = client.post(path, TYPED | CHECKED | clash).content.decode()
        assert "already" in page

    assert Organisation.objects.count() == Space.objects.count() == 1
    client.post(path, TYPED | CHECKED)
    assert Organisation.objects.count() == 2
