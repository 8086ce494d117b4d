from __future__ import annotations

import pytest
from django.test import Client

from evenhand.sealing.errors import CannotOpen
from evenhand.vault.errors import NobodyLeft


@pytest.mark.parametrize("folder", ["c", "m"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_hidden_answers_like_what_never_was(
    client: Client, folder: str, method: str
) -> None:
    hidden = getattr(client, method)(
        f"/{folder}/hidden", headers={"Referer": "http://testserver/c/x"}
    )
    absent = getattr(client, method)(f"/{folder}/nothing")

    assert hidden.status_code == 404
    assert hidden.content == absent.content
    assert hidden.headers == absent.headers
    assert hidden.cookies == absent.cookies == {}


def test_a_refused_deed_gives_its_sentence_and_the_way_back(client: Client) -> None:
    response = client.post("/c/nobody-left", headers={"Referer": "http://testserver/c/yours"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "That would leave nobody who can read your report." in page
    assert 'href="/c/yours"' in page


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("https://elsewhere.example/c/yours", "/"),
        ("http://testserver//elsewhere.example/", "/elsewhere.example/"),
        ("", "/"),
    ],
    ids=["another site", "an address that looks like another site", "none"],
)
def test_the_way_back_never_leads_to_another_site(client: Client, referrer: str, back: str) -> None:
    response = client.post("/c/nobody-left", headers={"Referer": referrer})

    assert f'class="button" href="{back}"' in response.content.decode()


def test_a_refusal_may_have_a_status_of_its_own(client: Client) -> None:
    assert client.post("/c/too-busy").status_code == 429


def test_a_refusal_where_nothing_was_asked_is_our_mistake(client: Client) -> None:
    with pytest.raises(NobodyLeft):
        client.get("/c/nobody-left")


def test_sealed_bytes_that_do_not_open_are_our_mistake(client: Client) -> None:
    with pytest.raises(CannotOpen):
        client.post("/c/does-not-open")


def test_our_mistake_is_told_in_plain_words() -> None:
    response = Client(raise_request_exception=False).get("/c/nobody-left")

    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_without_its_database_the_site_says_what_to_do(client: Client) -> None:
    asked = client.get("/c/database-away")
    sent = client.post("/c/database-away")

    assert (asked.status_code, sent.status_code) == (503, 503)
    assert sent.headers["Retry-After"] == "60"
    assert "Please try again in a few minutes." in asked.content.decode()


def test_too_much_at_once_is_told_in_plain_words(client: Client) -> None:
    response = client.post("/c/too-large")

    assert response.status_code == 413
    assert "Send less text, or fewer and smaller files." in response.content.decode()


def test_the_root_leads_to_the_start(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/c/"


@pytest.mark.django_db(databases=["default", "shred"])
def test_health_is_ok_when_both_databases_answer(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
