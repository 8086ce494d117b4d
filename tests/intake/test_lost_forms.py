"""A form that does not open any more never loses the page that came back."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.vault.models import Case
from tests import make
from tests.intake import things
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def test_a_form_that_was_open_too_long_keeps_the_page_that_came_back(client: Client) -> None:
    place = things.a_place()
    with time_machine.travel(make.NOW, tick=False):
        state = things.state_in(client.get(place.tell))

    with time_machine.travel(make.NOW + timedelta(hours=49), tick=False):
        fields = {"state": state, "step": "story", "go": "send", "what_happened": "Late words."}
        page = client.post(place.tell, fields)

        assert "Your page was open too long." in text_of(page)
        assert "Late words." in text_of(page)
        assert Case.objects.count() == 0
        fields["state"] = things.state_in(page)
        assert client.post(place.tell, fields).status_code == 303


@pytest.mark.parametrize("state", ["", "AAAA", "é", "not base64!"])
def test_a_broken_form_keeps_the_page_that_came_back(client: Client, state: str) -> None:
    place = things.a_place()

    fields = {"state": state, "step": "story", "go": "people", "what_happened": "Some words."}
    page = client.post(place.tell, fields)

    assert "Some words." in text_of(page)
    assert page.status_code == 200


def test_a_form_of_one_space_does_not_open_in_another(client: Client) -> None:
    place, other = things.a_place(), things.a_place()
    state = things.state_in(client.get(place.tell))

    fields = {"state": state, "step": "story", "go": "send", "what_happened": "Words."}
    page = client.post(other.tell, fields)

    assert "What you wrote on it is still here." in text_of(page)
