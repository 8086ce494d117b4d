"""Forms without a session carry a sealed field; forms of a visit carry a token."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.intake import things
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_report_needs_no_token_and_leaving_is_never_refused(strict: Client) -> None:
    assert things.send(strict, things.a_place()).status_code == 303
    assert strict.post("/c/leave").status_code == 303


@pytest.mark.parametrize(
    "path", ["say", "files", "exclude", "contact", "withdraw", "replace", "delete"]
)
def test_nothing_of_a_visit_can_be_done_from_another_site(strict: Client, path: str) -> None:
    things.send(strict, things.a_place())

    assert strict.post(f"/c/yours/{path}", {"text": "Forged."}).status_code == 403


def test_an_answer_with_its_token_is_taken(strict: Client) -> None:
    things.send(strict, things.a_place())
    token = TOKEN.search(text_of(strict.get("/c/yours")))
    assert token is not None

    answer = {"text": "Mine.", "csrfmiddlewaretoken": token.group(1)}

    assert strict.post("/c/yours/say", answer).status_code == 303
