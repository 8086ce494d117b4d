"""What somebody typed is never lost, and never shown to another site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

WORDS = "It was <b>Tuesday</b>\nin the hallway"


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def _send(client: Client, origin: str, **fields: str) -> tuple[int, str]:
    response = client.post("/c/form", fields, headers={"Origin": origin})
    return response.status_code, response.content.decode()


def test_what_was_typed_into_an_expired_form_comes_back(strict: Client) -> None:
    status, page = _send(strict, "http://testserver", text=WORDS, step="two")

    assert status == 403
    assert "It was &lt;b&gt;Tuesday&lt;/b&gt;\nin the hallway</textarea>" in page
    assert '<input type="hidden" name="step" value="two"' in " ".join(page.split())


def test_an_expired_form_can_be_sent_again_in_one_press(strict: Client) -> None:
    _, page = _send(strict, "http://testserver", text=WORDS)
    token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]

    status, _ = _send(strict, "http://testserver", text=WORDS, csrfmiddlewaretoken=token)

    assert status == 200


def test_a_passphrase_in_an_expired_form_is_not_shown(strict: Client) -> None:
    _, page = _send(strict, "http://testserver", old_passphrase="lantern orbit velvet")

    assert "<textarea" not in page
    assert 'name="old_passphrase" value="lantern orbit velvet"' in " ".join(page.split())


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_a_form_of_another_site_is_not_filled_in_here(strict: Client, origin: str) -> None:
    status, page = _send(strict, origin, text=WORDS)

    assert status == 403
    assert "Tuesday" not in page
    assert "did not come from this site" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [("database-away", 503), ("nobody-left", 409), ("does-not-open", 500)],
)
def test_words_that_could_not_be_taken_are_still_there(address: str, status: int) -> None:
    client = Client(raise_request_exception=False)

    response = client.post(
        f"/c/{address}", {"text": WORDS}, headers={"Origin": "http://testserver"}
    )

    assert response.status_code == status
    assert "in the hallway</textarea>" in response.content.decode()
