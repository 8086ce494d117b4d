"""Somebody outside, with a key, for tests of what is handed over to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from evenhand.directory.models import Organisation
from evenhand.directory.services import set_outside
from evenhand.notices.models import HandOver
from evenhand.sealing.outside import OutsideIdentity, new_outside_identity, open_from_inside
from tests.intake import things
from tests.intake.things import Answer, Place

NAME = "Osk Varnhold"
ADDRESS = "osk@outside.example"
FOR_PROGRAMS = "-- the same for a program --"


@dataclass(frozen=True, slots=True)
class Outsider:
    """The outside contact of a place, who alone has the identity."""

    identity: OutsideIdentity

    def notes(self) -> list[str]:
        """Everything that waits in the outbox, opened."""
        rows = HandOver.objects.order_by("waits_since", "pk")
        return [self.opened(bytes(row.sealed)) for row in rows]

    def opened(self, sealed: bytes) -> str:
        return open_from_inside(sealed, identity=self.identity).reveal()


def an_outsider(of: Organisation) -> Outsider:
    """Practice, so that no mail server is needed."""
    identity = new_outside_identity()
    Organisation.objects.filter(pk=of.pk).update(is_practice=True)
    of.refresh_from_db()
    set_outside(of, name=NAME, address=ADDRESS, key=identity.key)
    return Outsider(identity)


def for_programs(note: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(note.partition(FOR_PROGRAMS)[2])
    return body


def check(
    client: Client, place: Place, people: dict[str, object] | None = None, *, story: str = "Words."
) -> Answer:
    """The page Check and send, after a story and the people page."""
    page = client.get(place.tell)
    first = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(place.tell, first | {"what_happened": story})
    second = {"state": things.state_in(page), "step": "people", "go": "check"}
    return client.post(place.tell, second | {"people": "1"} | (people or {}))


def send(client: Client, place: Place, page: Answer) -> Answer:
    """Press Send on the page Check and send."""
    last = {"state": things.state_in(page), "step": "check", "go": "send"}
    return client.post(place.tell, last)


def everybody(place: Place) -> dict[str, object]:
    return {"excluded": [str(member.id) for member in (place.ada, place.ben, place.board)]}


def back(page: Answer, go: str) -> dict[str, object]:
    return {"state": things.state_in(page), "step": "people", "go": go, "people": "1"}
