"""It goes where the last page said, or nowhere: never to members instead, never outside (D2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.directory.models import Organisation, Role, RoleKind
from evenhand.directory.services import end_role, set_outside
from evenhand.notices.models import HandOver
from evenhand.vault.models import Case
from tests import make
from tests.intake import outsiders, things
from tests.intake.outsiders import back, check, everybody, send
from tests.intake.things import text_of

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

A_MOMENT = timedelta(seconds=3)  # longer than a page is remembered
CHOSEN: dict[str, object] = {"outside_only": "on"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


def test_without_a_key_nothing_is_offered_and_a_choice_made_up_reaches_nobody(
    client: Client,
) -> None:
    place = things.a_place()

    page = check(client, place, CHOSEN)
    refused = send(client, place, page)

    assert "outside_only" not in text_of(client.post(place.tell, back(page, "people")))
    assert "Nobody is left who could read it." in text_of(refused)
    assert "Ombuds office" in text_of(refused)
    assert not HandOver.objects.exists()
    assert not Case.objects.exists()


def test_when_the_contact_is_taken_away_in_between_it_goes_to_nobody(
    client: Client, clock: time_machine.Traveller
) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, CHOSEN)
    clock.shift(A_MOMENT)
    set_outside(Organisation.objects.get(), name="", address="", key="")

    refused = send(client, place, page)

    assert "Nobody is left who could read it." in text_of(refused)
    assert not HandOver.objects.exists()
    assert not Case.objects.exists()


def test_it_never_goes_to_a_member_when_the_page_said_outside(
    client: Client, clock: time_machine.Traveller
) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place, everybody(place))
    late = make.member(place.organisation, "Eve")
    make.role(late, RoleKind.LEAD, space=place.space)
    clock.shift(A_MOMENT)

    shown = send(client, place, page)

    assert "Please look who will read it." in text_of(shown)
    assert "Eve, Lead responder" in text_of(shown)
    assert not HandOver.objects.exists()
    assert not Case.objects.exists()
    assert send(client, place, shown).status_code == 303
    assert Case.objects.count() == 1


def test_it_never_goes_outside_when_the_page_said_members(
    client: Client, clock: time_machine.Traveller
) -> None:
    place = things.a_place()
    outsiders.an_outsider(place.organisation)
    page = check(client, place)
    for role in Role.objects.all():
        end_role(role=role, on=role.starts_on)
    clock.shift(A_MOMENT)

    shown = send(client, place, page)

    assert "Please look who will read it." in text_of(shown)
    assert "So it goes only to:" in text_of(shown)
    assert not HandOver.objects.exists()
