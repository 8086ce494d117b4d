from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from evenhand.accounts.models import Session
from evenhand.accounts.services.sessions import start_session
from evenhand.sealing.one_time import code_at
from tests.accounts.authenticator import ORIGIN, Device
from tests.accounts.browsing import (
    ACCOUNT,
    MEMBERS_PAGES,
    SIGN_IN,
    enter,
    options_on,
    page,
    secret_on,
    where,
)
from tests.accounts.things import easy_member, strict_member, with_app
from tests.make import NOW, PASSPHRASE

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"]),
    pytest.mark.usefixtures("clock"),
]


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_without_a_session_every_page_leads_to_the_sign_in(client: Client, path: str) -> None:
    response = client.get(path)

    assert urlsplit(where(response)).path == SIGN_IN


def test_after_signing_in_one_goes_on_where_one_wanted_to(client: Client) -> None:
    response = client.get(ACCOUNT)
    ada = easy_member()
    typed = {"address": ada.address, "passphrase": PASSPHRASE}

    response = client.post(where(response), typed)

    assert where(response) == ACCOUNT
    assert "Your account" in page(client, ACCOUNT)


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/m/", "//evil.example/m/", "/c/", "javascript:alert(1)", ""],
)
def test_no_link_to_the_sign_in_leads_away(client: Client, away: str) -> None:
    response = client.post(
        f"{SIGN_IN}?{away and 'next='}{away}",
        {"address": easy_member().address, "passphrase": PASSPHRASE},
    )

    assert where(response) == reverse("casework:cases")


def test_wrong_and_unknown_give_the_same_page(client: Client) -> None:
    ada = easy_member()
    answers = []
    for address in (ada.address, "x" * len(ada.address)):
        response = client.post(SIGN_IN, {"address": address, "passphrase": "wrong words here"})
        text = response.content.decode().replace(address, "")
        answers.append((response.status_code, re.sub(r'(?<=token" value=")\w+', "", text)))

    assert answers[0] == answers[1]
    assert 'role="alert"' in answers[0][1]
    assert not Session.objects.exists()


def test_the_passphrase_is_never_sent_back(client: Client) -> None:
    response = client.post(SIGN_IN, {"address": "ada@x.example", "passphrase": "wrong words here"})

    assert b"ada@x.example" in response.content
    assert b"wrong words here" not in response.content


def test_the_cookie_is_for_this_site_and_no_script(client: Client) -> None:
    enter(client, easy_member())

    cookie = client.cookies["desk"]

    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/", "Strict", True)
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")


def test_over_https_the_cookie_is_bound_to_the_host(client: Client, settings: Settings) -> None:
    settings.IS_HTTPS = True

    enter(client, easy_member())

    assert client.cookies["__Host-desk"]["secure"] is True
    assert "Your account" in page(client, ACCOUNT)


def test_signing_in_again_ends_the_session_before(client: Client) -> None:
    ada = easy_member()
    enter(client, ada)
    enter(client, ada)

    assert Session.objects.count() == 1


def test_the_second_step_is_taken_once(client: Client) -> None:
    enter(client, easy_member())

    assert where(client.get(f"/m/second-step?next={ACCOUNT}")) == ACCOUNT


def test_a_reporters_visit_is_no_sign_in(client: Client) -> None:
    client.cookies["desk"] = start_session(b"{}", member=None, now=NOW)

    assert urlsplit(where(client.get(ACCOUNT))).path == SIGN_IN


def test_whoever_is_in_already_is_not_asked_again(client: Client) -> None:
    enter(client, easy_member())

    assert where(client.get(f"{SIGN_IN}?next={ACCOUNT}")) == ACCOUNT


@pytest.mark.parametrize("path", [ACCOUNT, "/m/account/passphrase", "/m/enrol", "/m/sure"])
def test_half_way_in_nothing_opens_but_the_second_step(client: Client, path: str) -> None:
    enter(client, with_app(strict_member()).member)

    assert urlsplit(where(client.get(path))).path == "/m/second-step"


def test_the_code_is_the_second_step(client: Client, clock: time_machine.Traveller) -> None:
    ada = with_app(strict_member())
    clock.shift(60)
    path = where(client.get(where(enter(client, ada.member))))

    refused = client.post(path, {"code": "000000"})
    response = client.post(path, {"code": ada.code(NOW + timedelta(seconds=60))})

    assert b'role="alert"' in refused.content
    assert where(response) == ACCOUNT
    assert "Authenticator app" in page(client, ACCOUNT)


def test_the_app_is_added_before_anything_else_and_codes_are_shown_once(client: Client) -> None:
    path = where(client.get(where(enter(client, strict_member()))))
    secret = secret_on(page(client, path))

    response = client.post(path, {"code": code_at(NOW, secret=secret)})

    codes = re.findall(r"<li><code>(.+?)</code>", response.content.decode())
    assert len(codes) == 8
    assert f'href="{ACCOUNT}"' in response.content.decode()
    again = client.post(path, {"code": code_at(NOW, secret=secret)})
    assert not any(code.encode() in again.content for code in codes)


def test_the_picture_for_the_app_has_no_style(client: Client) -> None:
    text = page(client, where(client.get(where(enter(client, strict_member())))))

    picture = text[text.index("<svg") : text.index("</svg>")]
    assert "style" not in picture
    assert "<script" not in picture


def test_a_passkey_is_added_and_used(client: Client, settings: Settings) -> None:
    settings.ORIGIN = urlsplit(ORIGIN)
    ada, device = strict_member(), Device()
    path = where(client.get(where(enter(client, ada))))
    options = options_on(page(client, path), "create")
    added = client.post("/m/enrol/passkey", {"answer": device.make(options), "name": "Phone"})
    client.cookies.clear()

    path = where(client.get(where(enter(client, ada))))
    response = client.post(path, {"answer": device.use(options_on(page(client, path), "get"))})

    assert b"recovery codes" in added.content
    assert where(response) == ACCOUNT
    assert "Phone" in page(client, ACCOUNT)


def test_a_passkey_form_without_a_script_says_what_to_do(
    client: Client, settings: Settings
) -> None:
    settings.ORIGIN = urlsplit(ORIGIN)
    enter(client, strict_member())

    response = client.post("/m/enrol/passkey", {"answer": "", "name": ""})

    assert b"Your browser sent no passkey" in response.content
    assert b'role="alert"' in response.content
