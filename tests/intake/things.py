"""What tests of the reporter's pages share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.test import Client

from evenhand.accounts.models import Member
from evenhand.directory.models import Organisation, RoleKind, Space
from tests import make

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

# What the test client answers: a response with everything read.
Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"

STATE = re.compile(r'name="state" value="([^"]+)"')
LEFT = re.compile(r'name="form" value="([^"]+)"')
GROUPS = re.compile(r'id="code"[^>]*>([^<]+)<')
WORDS = re.compile(r"<li>([a-z]+)</li>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A space with a lead who reads, and a Board member who may be chosen."""

    organisation: Organisation
    space: Space
    ada: Member
    ben: Member
    board: Member

    @property
    def tell(self) -> str:
        return f"/c/{self.space.slug}/tell"

    @property
    def start(self) -> str:
        return f"/c/{self.space.slug}/"


def a_place(*, adas_name: str = "Ada", bens_name: str = "Ben") -> Place:
    organisation = make.organisation()
    space = make.space(organisation)
    ada, ben = make.member(organisation, adas_name), make.member(organisation, bens_name)
    board = make.member(organisation, "Dot")
    make.role(ada, RoleKind.LEAD, space=space)
    make.role(ben, RoleKind.LEAD, space=space)
    make.role(board, RoleKind.BOARD)
    return Place(organisation=organisation, space=space, ada=ada, ben=ben, board=board)


def text_of(response: Answer) -> str:
    return response.content.decode()


def state_in(response: Answer) -> str:
    return _found(STATE, response)


def left_form_in(response: Answer) -> str:
    return _found(LEFT, response)


def code_in(response: Answer) -> str:
    return _found(GROUPS, response)


def words_in(response: Answer) -> list[str]:
    return WORDS.findall(text_of(response))[:8]


def _found(pattern: re.Pattern[str], response: Answer) -> str:
    match = pattern.search(text_of(response))
    assert match is not None
    return match.group(1)


def send(client: Client, place: Place, **fields: object) -> Answer:
    """The shortest way: the first page, a text, "Send now"."""
    state = state_in(client.get(place.tell))
    told = {"what_happened": "They blocked my way out."} | fields
    return client.post(place.tell, {"state": state, "step": "story", "go": "send"} | told)


def sent_code(client: Client, place: Place, **fields: object) -> str:
    """The code of a report that was sent."""
    send(client, place, **fields)
    return code_in(client.get("/c/sent"))
