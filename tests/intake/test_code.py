"""Coming back with a code, however it is typed (P8)."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evenhand.intake import throttle
from evenhand.intake.throttle import WRONG_A_MINUTE, WrongCodes
from evenhand.intake.views import code as code_view
from evenhand.sealing.receipts import new_receipt
from evenhand.sealing.spelling import groups_of
from tests.intake import things
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WRONG = "We could not open anything with that code."


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = WrongCodes()
    monkeypatch.setattr(throttle, "WRONG_CODES", fresh)
    monkeypatch.setattr(code_view, "WRONG_CODES", fresh)


def test_digits_of_any_script_open_the_report(client: Client) -> None:
    code = things.sent_code(client, things.a_place())

    for typed in (code.translate(ARABIC_INDIC), code.replace(" ", ""), code.replace(" ", "-")):
        assert Client().post("/c/code", {"code": typed})["Location"] == "/c/yours"


def test_a_mistyped_group_is_named_without_asking_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.post("/c/code", {"code": "4821 093 1111 2222 3333 4444"})

    assert "That code does not look complete. Check group 2." in text_of(page)


def test_a_mistyped_word_is_named_and_the_right_one_offered(client: Client) -> None:
    page = client.post("/c/code", {"code": "abandon ability abke about above absent absorb abuse"})

    assert "Check word 3." in text_of(page)
    assert "abke" in text_of(page)


def test_an_empty_code_is_answered_with_a_sentence(client: Client) -> None:
    assert "does not look complete" in text_of(client.post("/c/code", {"code": " "}))


def test_a_wrong_code_says_nothing_about_what_exists(client: Client) -> None:
    page = client.post("/c/code", {"code": " ".join(groups_of(new_receipt()))})

    assert WRONG in text_of(page)
    assert client.cookies.get("visit") is None


def test_many_wrong_codes_have_to_wait_and_others_need_not(client: Client) -> None:
    code = things.sent_code(client, things.a_place())
    wrong = " ".join(groups_of(new_receipt()))
    for _ in range(WRONG_A_MINUTE):
        assert WRONG in text_of(client.post("/c/code", {"code": wrong}))

    page = client.post("/c/code", {"code": wrong})
    assert page.status_code == 429
    assert "Wait one minute" in text_of(page)

    elsewhere = client.post("/c/code", {"code": code}, headers={"X-Forwarded-For": "192.0.2.7"})
    assert elsewhere["Location"] == "/c/yours"


def test_words_written_after_the_visit_ended_are_kept_and_sent_with_the_code(
    client: Client,
) -> None:
    code = things.sent_code(client, things.a_place())
    late = Client()

    page = late.post("/c/yours/say", {"text": "I forgot to say this."})
    assert "I forgot to say this." in text_of(page)

    late.post("/c/code", {"code": code, "text": "I forgot to say this."})
    assert "I forgot to say this." in text_of(late.get("/c/yours"))
