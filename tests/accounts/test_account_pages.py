from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from evenhand.accounts.values import SURE_FOR
from tests.accounts.authenticator import ORIGIN
from tests.accounts.browsing import (
    ACCOUNT,
    MEMBERS_PAGES,
    SIGN_IN,
    enter,
    enter_with,
    page,
    where,
)
from tests.accounts.things import easy_member, strict_member, with_app
from tests.make import PASSPHRASE

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]


def test_after_a_while_it_is_asked_again_and_one_comes_back(
    client: Client, clock: time_machine.Traveller
) -> None:
    enter(client, easy_member())
    clock.shift(SURE_FOR)
    path = where(client.get("/m/account/passphrase"))

    refused = client.post(path, {"passphrase": "wrong words here"})
    response = client.post(path, {"passphrase": PASSPHRASE})

    assert urlsplit(path).path == "/m/sure"
    assert b"not your present passphrase" in refused.content
    assert where(response) == "/m/account/passphrase"
    assert "Change your passphrase" in page(client, "/m/account/passphrase")


def test_the_passphrase_is_changed(client: Client) -> None:
    ada, new = easy_member(), "seven quiet lanterns inland"
    enter(client, ada)

    differing = client.post(
        "/m/account/passphrase", {"old": PASSPHRASE, "new": new, "again": "something else"}
    )
    response = client.post("/m/account/passphrase", {"old": PASSPHRASE, "new": new, "again": new})

    assert b"are not the same" in differing.content
    assert where(response) == ACCOUNT
    assert "Your account" in page(client, ACCOUNT)
    client.post(SIGN_IN, {"address": ada.address, "passphrase": new})
    assert "Your account" in page(client, ACCOUNT)


def test_a_second_step_is_removed_after_a_question(client: Client) -> None:
    enter_with(client, with_app(easy_member()))

    question = page(client, "/m/account/remove/app")
    response = client.post("/m/account/remove/app")

    assert "Authenticator app" in question
    assert where(response) == ACCOUNT
    assert "Authenticator app" not in page(client, ACCOUNT)
    assert client.get("/m/account/remove/app").status_code == 404


def test_the_last_required_second_step_is_not_removed(client: Client) -> None:
    enter_with(client, with_app(strict_member()))

    response = client.post("/m/account/remove/app")

    assert b"at least one second step" in response.content
    assert "Authenticator app" in page(client, ACCOUNT)


def test_without_a_second_step_there_are_no_recovery_codes(client: Client) -> None:
    enter(client, easy_member())

    response = client.post("/m/account/recovery-codes")

    assert response.status_code == 422
    assert b"<li><code>" not in response.content


def test_recovery_codes_are_renewed_after_a_question(client: Client) -> None:
    enter_with(client, with_app(easy_member()))

    question = page(client, "/m/account/recovery-codes")
    response = client.post("/m/account/recovery-codes")

    assert "The old ones stop working" in question
    assert len(re.findall(rb"<li><code>", response.content)) == 8


def test_signing_out_ends_this_session_only(client: Client) -> None:
    ada, other = easy_member(), Client()
    enter(client, ada)
    enter(other, ada)

    response = client.post("/m/sign-out")

    assert where(response) == SIGN_IN
    assert client.cookies["desk"].value == ""
    assert client.get(ACCOUNT).status_code == 303
    assert "Your account" in page(other, ACCOUNT)


def test_signing_out_everywhere_ends_all_of_them(client: Client) -> None:
    ada, other = easy_member(), Client()
    enter(client, ada)
    enter(other, ada)

    client.post("/m/sign-out-everywhere")

    assert other.get(ACCOUNT).status_code == 303


@pytest.mark.parametrize("path", ["/m/sign-out", "/m/sign-out-everywhere"])
def test_a_link_signs_nobody_out(client: Client, path: str) -> None:
    enter(client, easy_member())

    assert client.get(path).status_code == 405
    assert "Your account" in page(client, ACCOUNT)


@pytest.mark.parametrize("path", ["/m/sign-in", *MEMBERS_PAGES])
def test_every_page_has_one_heading_and_each_field_a_label_and_a_purpose(
    client: Client, path: str, settings: Settings
) -> None:
    settings.ORIGIN = urlsplit(ORIGIN)
    if path == "/m/second-step":
        enter(client, with_app(strict_member()).member)
    elif path != "/m/sign-in":
        enter_with(client, with_app(easy_member()))

    text = page(client, path)

    fields = re.findall(r'<input type="(?!hidden)[^>]+>', text)
    assert text.count("<h1") == 1
    assert all("autocomplete=" in field for field in fields)
    labelled = re.findall(r'<label for="(.+?)"', text)
    assert labelled == re.findall(r'id="(.+?)"', "".join(fields))


def test_the_account_page_takes_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    enter_with(client, with_app(easy_member()))

    with django_assert_num_queries(1):
        client.get(ACCOUNT)


def test_a_form_that_was_stopped_leads_back_to_its_own_page(client: Client) -> None:
    response = client.post(
        "/m/sign-out-everywhere", headers={"Referer": "http://testserver/m/account"}
    )

    assert where(response) == f"{SIGN_IN}?next=%2Fm%2Faccount"
