"""One request and everything that can be told from its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, urlencode

from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evenhand.accounts.throttle import FACTOR_TRIES, PASSPHRASE_TRIES

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
Queries: TypeAlias = tuple[int, ...]

ALIASES = ("default", "shred")
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=)"[^"]*"')
_LONG_ENOUGH = 16  # for a word to turn up only where it is meant
_FORM = "application/x-www-form-urlencoded"


class Outcome(StrEnum):
    """How far a request got."""

    IN = "let in"
    NOT_TAKEN = "refused for its method"
    NOT_THERE = "not there"
    CODE = "asked for the code"
    SIGN_IN = "asked to sign in"
    SECOND_STEP = "asked for the second step"
    ENROL = "asked to add a second step"
    SURE = "asked whether it is still them"


_LEADS_TO = {
    "/m/sign-in?next=": Outcome.SIGN_IN,
    "/m/second-step?": Outcome.SECOND_STEP,
    "/m/enrol?": Outcome.ENROL,
    "/m/sure?": Outcome.SURE,
}
_BY_STATUS = {404: Outcome.NOT_THERE, 405: Outcome.NOT_TAKEN}


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that whoever asked could tell from the answer, and what it cost."""

    outcome: Outcome
    status: int
    headers: tuple[str, ...]
    body: bytes
    queries: Queries

    def without(self, path: str, *named: str) -> Seen:
        """The same without what was in the address: whoever asked knows that."""
        body, headers = self.body, self.headers
        longer = (word for word in named if len(word) >= _LONG_ENOUGH)
        for word in (path, quote(path, safe=""), *longer):
            body = body.replace(word.encode(), b"(named)")
            headers = tuple(header.replace(word, "(named)") for header in headers)
        return replace(self, body=body, headers=headers)

    def unlike(self, other: Seen) -> Iterator[str]:
        """What differs."""
        for name in ("status", "headers", "body", "queries"):
            if getattr(self, name) != getattr(other, name):
                yield name


def ask(
    client: Client,
    method: str,
    path: str,
    *,
    cookies: Mapping[str, str],
    sends: Mapping[str, str],
) -> Seen:
    """Send one request; whatever it changes is taken back."""
    PASSPHRASE_TRIES.clear()
    FACTOR_TRIES.clear()
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    with undone(), counted() as captured:
        response = client.generic(method, path, urlencode(sends), content_type=_FORM)
    return seen_in(response, tuple(len(one) for one in captured))


def seen_in(response: Answer, queries: Queries = ()) -> Seen:
    return Seen(
        outcome=_outcome(response),
        status=response.status_code,
        headers=tuple(_headers(response)),
        body=_TOKEN.sub(rb'\1"(token)"', response.getvalue()),
        queries=queries,
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is taken back."""
    with ExitStack() as stack:
        for alias in ALIASES:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in ALIASES:
            transaction.set_rollback(True, using=alias)


@contextmanager
def counted() -> Iterator[list[CaptureQueriesContext]]:
    """The queries on both databases."""
    with ExitStack() as stack:
        yield [stack.enter_context(CaptureQueriesContext(connections[one])) for one in ALIASES]


def _outcome(response: Answer) -> Outcome:
    for start, outcome in _LEADS_TO.items():
        if response.headers.get("Location", "").startswith(start):
            return outcome
    context = getattr(response, "context", None)  # there is none where nothing was drawn
    if context and context.get("has_ended"):
        return Outcome.CODE
    return _BY_STATUS.get(response.status_code, Outcome.IN)


def _headers(response: Answer) -> Iterator[str]:
    """All of them, and the cookies; only the token against forged forms is left out."""
    for name, value in response.items():
        yield f"{name}: {value}"
    for name, cookie in sorted(response.cookies.items()):
        if name == "form":
            cookie.set("form", "(token)", "(token)")
        yield cookie.OutputString()
