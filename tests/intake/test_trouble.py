"""When the database or the disk fails, every word comes back (UX E2)."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import OperationalError
from django.test import Client

from evenhand.intake.services import sending
from evenhand.intake.views import code, telling, yours
from evenhand.vault.models import Case
from tests.intake import things
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


STEPS = {
    "was_left": telling,
    "place_called": telling,
    "send": telling,
    "begin_visit_after_sending": sending,  # in the transaction that opens the case
}
FAILURES = list(product(STEPS, [OperationalError("gone"), OSError(28, "No space left")]))


def fail_with(error: Exception) -> object:
    def fail(*_args: object, **_more: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_a_failure_while_sending_gives_back_every_word(
    client: Client, monkeypatch: pytest.MonkeyPatch, failure: tuple[str, Exception]
) -> None:
    where, error = failure
    place = things.a_place()
    page = client.get(place.tell)
    fields = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(place.tell, fields | {"what_happened": "Canary93"})
    last = {
        "state": things.state_in(page), "step": "people", "go": "send", "people": "1",
        "person-0-name": "Robin",
    }  # fmt: skip

    with monkeypatch.context() as broken:
        broken.setattr(STEPS[where], where, fail_with(error))
        page = client.post(place.tell, last)

    assert page.status_code == 503
    assert "Canary93" in text_of(page)
    assert "Robin" in text_of(page)
    assert "tel:112" in text_of(page)
    assert things.state_in(page) == last["state"]
    assert client.post(place.tell, last).status_code == 303
    assert Case.objects.count() == 1


def test_the_page_asks_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = things.a_place()
    state = things.state_in(client.get(place.tell))
    monkeypatch.setattr(
        "django.db.backends.utils.CursorWrapper.execute", fail_with(OperationalError("gone"))
    )

    fields = {"state": state, "step": "story", "go": "send", "what_happened": "Canary94"}
    page = client.post(place.tell, fields)

    assert page.status_code == 503
    assert "Canary94" in text_of(page)


def test_text_that_could_not_be_taken_comes_back_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = things.a_place()
    state = things.state_in(client.get(place.tell))
    monkeypatch.setattr(telling, "was_left", fail_with(OperationalError("gone")))

    fields = {"state": state, "step": "contact", "go": "send", "notice_address": "not one"}
    page = client.post(place.tell, fields | {"concerns": "Canary95"})

    assert "Canary95" in text_of(page)


def test_an_answer_that_could_not_be_sent_comes_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    things.send(client, things.a_place())
    monkeypatch.setattr(yours, "say", fail_with(OSError(28, "No space left")))

    page = client.post("/c/yours/say", {"text": "Canary96"})

    assert page.status_code == 503
    assert "Canary96" in text_of(page)


def test_leaving_works_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    things.send(client, things.a_place())
    monkeypatch.setattr(
        "django.db.backends.utils.CursorWrapper.execute", fail_with(OperationalError("gone"))
    )

    assert client.post("/c/leave").status_code == 303


def test_a_code_typed_while_the_database_is_away_is_asked_for_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = things.sent_code(client, things.a_place())
    monkeypatch.setattr(code, "begin_visit_with", fail_with(OperationalError("gone")))

    page = client.post("/c/code", {"code": typed, "text": "Canary97"})

    assert page.status_code == 503
    assert "Canary97" in text_of(page)
