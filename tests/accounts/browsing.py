"""Drive the members' pages without a script."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, TypeAlias

from django.test import Client

from evenhand.accounts.models import Member
from evenhand.sealing.one_time import OneTimeSecret
from tests.accounts.things import WithApp
from tests.make import PASSPHRASE

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"

SIGN_IN = "/m/sign-in"
ACCOUNT = "/m/account"
MEMBERS_PAGES = (
    ACCOUNT,
    "/m/account/passphrase",
    "/m/account/recovery-codes",
    "/m/enrol",
    "/m/enrol/passkey",
    "/m/sure",
    "/m/second-step",
    "/m/account/remove/app",
)


def enter(client: Client, member: Member, *, then: str = ACCOUNT) -> Answer:
    typed = {"address": member.address, "passphrase": PASSPHRASE}
    return client.post(f"{SIGN_IN}?next={then}", typed)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def where(response: Answer) -> str:
    assert response.status_code == 303
    return response.headers["Location"]


def secret_on(text: str) -> OneTimeSecret:
    """What somebody types into the app."""
    found = re.search(r'Key: <code translate="no">(.+?)</code>', text)
    assert found is not None
    return OneTimeSecret(base64.b32decode(found[1].replace(" ", "")))


def options_on(text: str, deed: str) -> str:
    found = re.search(rf'data-passkey="{deed}".*?name="options" value="(.+?)"', text, re.DOTALL)
    assert found is not None
    return found[1].replace("&quot;", '"')


def enter_with(client: Client, ada: WithApp) -> None:
    client.cookies["desk"] = ada.token
