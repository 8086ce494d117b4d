"""The code is shown once, in the visit that made it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.intake import things
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def test_both_spellings_open_the_same_report(client: Client) -> None:
    things.send(client, things.a_place())
    page = client.get("/c/sent")

    for typed in (things.code_in(page), " ".join(word[:4] for word in things.words_in(page))):
        assert Client().post("/c/code", {"code": typed})["Location"] == "/c/yours"


def test_the_code_page_says_who_reads_it_and_by_when(client: Client) -> None:
    things.send(client, things.a_place())

    page = text_of(client.get("/c/sent"))

    assert "<li>Ada</li>" in page
    assert "They write to you here by" in page


def test_the_note_file_holds_both_spellings_and_a_neutral_name(client: Client) -> None:
    things.send(client, things.a_place())
    page = client.get("/c/sent")

    note = client.post("/c/sent/note")

    assert note["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert text_of(note).splitlines() == [
        things.code_in(page),
        "",
        " ".join(things.words_in(page)),
    ]


def test_a_code_that_is_kept_is_not_shown_again(client: Client) -> None:
    things.send(client, things.a_place())

    assert client.post("/c/sent/kept")["Location"] == "/c/yours"

    assert client.get("/c/sent")["Location"] == "/c/yours"
    assert client.post("/c/sent/note")["Location"] == "/c/yours"


def test_a_later_visit_never_shows_the_code(client: Client) -> None:
    code = things.sent_code(client, things.a_place())
    later = Client()

    later.post("/c/code", {"code": code})

    assert later.get("/c/sent")["Location"] == "/c/yours"


def test_without_a_cookie_it_says_what_to_do(client: Client) -> None:
    things.send(client, things.a_place())

    page = text_of(Client().get("/c/sent"))

    assert "It stays one report." in page
