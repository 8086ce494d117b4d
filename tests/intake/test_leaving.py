"""Leave, and what was typed does not come again (UX §4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Session
from evenhand.intake.jobs import drop_left_forms
from evenhand.intake.models import LeftForm
from tests.intake import things

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def test_leaving_goes_away_and_clears_the_browser(client: Client) -> None:
    things.send(client, things.a_place())

    response = client.post("/c/leave")

    assert (response.status_code, response["Location"]) == (303, settings.LEAVE_TO)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies["visit"]["max-age"] == 0
    assert Session.objects.count() == 0


def test_leaving_by_a_link_does_nothing(client: Client) -> None:
    assert client.get("/c/leave").status_code == 405


def test_a_form_that_was_left_shows_an_empty_start_page(client: Client) -> None:
    place = things.a_place()
    page = client.get(place.tell)
    fields = {"state": things.state_in(page), "step": "story", "go": "people"}

    client.post("/c/leave", {"form": things.left_form_in(page)})

    response = client.post(place.tell, fields | {"what_happened": "Canary82"})
    assert (response.status_code, response["Location"]) == (303, place.start)


def test_leaving_after_sending_also_leaves_the_form_it_came_from(client: Client) -> None:
    place = things.a_place()
    state = things.state_in(client.get(place.tell))
    fields = {"state": state, "step": "story", "go": "send", "what_happened": "Words."}
    client.post(place.tell, fields)

    client.post("/c/leave")

    assert client.post(place.tell, fields)["Location"] == place.start


def test_a_made_up_form_is_not_remembered(client: Client) -> None:
    client.post("/c/leave", {"form": "00" * 16})
    client.post("/c/leave", {"form": "00" * 16 + ":AAAA"})

    assert LeftForm.objects.count() == 0


def test_left_forms_are_forgotten_when_no_page_of_theirs_is_valid_any_more(
    client: Client,
) -> None:
    page = client.get(things.a_place().tell)
    client.post("/c/leave", {"form": things.left_form_in(page)})
    now = timezone.now()

    assert drop_left_forms(now + timedelta(days=2)) == 0
    assert drop_left_forms(now + timedelta(days=4)) == 1
