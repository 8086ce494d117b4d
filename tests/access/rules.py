"""What a line about a route may say: who is let in, how, and what they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

Statuses = tuple[int, ...]


class Who(Enum):
    """Who is let in at all, before anything is looked up."""

    ANYBODY = "anybody"
    VISITOR = "whoever came with a code, to their own report only"
    HALF_WAY = "a member, also without their second step"
    MEMBER = "a member who is signed in with all that is required"
    ENROLLING = "a member who is sure, or must add their first second step"
    SURE = "a member who has just shown that it is them"


class Address(Enum):
    """What kind of object an address names."""

    NOTHING = "nothing"
    CASE = "a case"
    FILE = "a case and a file of it"
    DOUBT = "a case in which somebody may be named and somebody is not sure"
    CARD = "a conflict card"
    SPACE = "a space by its short name"
    PHOTO = "a member, for their photo"
    FACTOR = "a second step of one's own"
    MEMBER = "a member of one's own organisation"
    NEWCOMER = "somebody who waits to be confirmed"
    INVITATION = "the token of an invitation"
    SET_UP = "the token of a set-up link"


class Attempt(StrEnum):
    """A method; POST with what the form asks for, and with nothing in it."""

    GET = "GET"
    HEAD = "HEAD"
    POST = "POST"
    EMPTY_POST = "empty POST"
    PUT = "PUT"
    PATCH = "PATCH"
    DELETE = "DELETE"
    OPTIONS = "OPTIONS"
    TRACE = "TRACE"

    @property
    def method(self) -> str:
        return "POST" if self is Attempt.EMPTY_POST else self.value


SAFE = frozenset({"GET", "HEAD"})
FORM = frozenset({"GET", "POST"})
ANY_FORM = SAFE | FORM
DEED = frozenset({"POST"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may use a route, how, for which objects, and what those who may are answered."""

    who: Who
    methods: frozenset[str]
    address: Address = Address.NOTHING
    sends: Mapping[str, str] = field(default_factory=dict)  # "{dee}": an id of the world
    get: Statuses = (200,)
    post: Statuses = (303,)
    empty: Statuses = (422,)
    leads_on: bool = False  # whoever is on the way to be signed in is led to their next step

    def answers(self, attempt: Attempt) -> Statuses:
        by_attempt = {Attempt.POST: self.post, Attempt.EMPTY_POST: self.empty}
        return by_attempt.get(attempt, self.get)


def page(who: Who, address: Address = Address.NOTHING, *, get: Statuses = (200,)) -> Rule:
    """Something to look at."""
    return Rule(who=who, methods=SAFE, address=address, get=get)


def deed(
    who: Who,
    address: Address = Address.NOTHING,
    *,
    sends: Mapping[str, str] | None = None,
    empty: Statuses = (303,),
) -> Rule:
    """Something that is only done."""
    return Rule(who=who, methods=DEED, address=address, sends=sends or {}, empty=empty)


def visit_form(sends: Mapping[str, str] | None = None, **answers: Statuses) -> Rule:
    """A page of a reporter with a form; one sent empty is shown again."""
    rule = {"post": (303,), "empty": (200,)} | answers
    return Rule(
        who=Who.VISITOR,
        methods=ANY_FORM,
        sends=sends or {},
        post=rule["post"],
        empty=rule["empty"],
    )
