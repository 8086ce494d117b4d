"""Who may go where: one line for every route of the site. A route without a line fails a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.make import PASSPHRASE

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


_SAFE = frozenset({"GET", "HEAD"})
_FORM = frozenset({"GET", "POST"})
_ANY_FORM = _SAFE | _FORM
_DEED = frozenset({"POST"})


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
    return Rule(who=who, methods=_SAFE, address=address, get=get)


def deed(
    who: Who,
    address: Address = Address.NOTHING,
    *,
    sends: Mapping[str, str] | None = None,
    empty: Statuses = (303,),
) -> Rule:
    """Something that is only done."""
    return Rule(who=who, methods=_DEED, address=address, sends=sends or {}, empty=empty)


def visit_form(sends: Mapping[str, str] | None = None, **answers: Statuses) -> Rule:
    """A page of a reporter with a form; one sent empty is shown again."""
    rule = {"post": (303,), "empty": (200,)} | answers
    return Rule(
        who=Who.VISITOR,
        methods=_ANY_FORM,
        sends=sends or {},
        post=rule["post"],
        empty=rule["empty"],
    )


_NEW = "seven other quiet lanterns"
_CHANGE = {"old": PASSPHRASE, "new": _NEW, "again": _NEW}
_WRONG_PASSPHRASE = {"address": "nobody@harbour.example", "passphrase": "not this one"}

TABLE: Mapping[str, Rule] = {
    "home": page(Who.ANYBODY, get=(302,)),
    "healthz": page(Who.ANYBODY),
    # Reporters
    "intake:spaces": page(Who.ANYBODY),
    "intake:staying_safe": page(Who.ANYBODY),
    "intake:leave": deed(Who.ANYBODY),
    "intake:code": Rule(
        who=Who.ANYBODY, methods=_ANY_FORM, sends={"code": "1234"}, post=(200,), empty=(200,)
    ),
    "intake:start": page(Who.ANYBODY, Address.SPACE),
    "intake:tell": Rule(
        who=Who.ANYBODY,
        methods=_ANY_FORM,
        address=Address.SPACE,
        sends={"state": "made up", "step": "story", "go": "send", "what_happened": "Something."},
        post=(200,),
        empty=(200,),
    ),
    "intake:sent": page(Who.VISITOR, get=(302,)),  # this code was kept long ago
    "intake:note": deed(Who.VISITOR),
    "intake:kept": deed(Who.VISITOR),
    "intake:yours": page(Who.VISITOR),
    "intake:say": deed(Who.VISITOR, sends={"text": "One thing more."}, empty=(200,)),
    "intake:files": visit_form({"keep_original": "on"}, post=(200,)),
    "intake:exclude": visit_form({"members": "{dee}"}),
    "intake:contact": visit_form({"way": "only here"}),
    "intake:withdraw": visit_form(empty=(303,)),
    "intake:replace": visit_form(empty=(303,)),
    "intake:delete": visit_form({"what": "identity"}),
    # What anybody may know about members
    "directory:readers": page(Who.ANYBODY, Address.SPACE),
    "directory:photo": page(Who.ANYBODY, Address.PHOTO),
    # A member's account
    "accounts:sign_in": Rule(
        who=Who.ANYBODY,
        methods=_FORM,
        sends=_WRONG_PASSPHRASE,
        get=(200, 303),
        post=(422,),
        empty=(200, 303),
        leads_on=True,
    ),
    "accounts:second_step": Rule(
        who=Who.HALF_WAY,
        methods=_FORM,
        sends={"code": "000000"},
        get=(200, 303),
        post=(422, 303),
        empty=(422, 303),
        leads_on=True,
    ),
    "accounts:sure": Rule(
        who=Who.MEMBER, methods=_FORM, sends={"passphrase": "not this one"}, post=(422,)
    ),
    "accounts:sign_out": deed(Who.ANYBODY),
    "accounts:sign_out_everywhere": deed(Who.MEMBER),
    "accounts:enrol": Rule(
        who=Who.ENROLLING, methods=_FORM, sends={"code": "000000"}, post=(422,), empty=(200,)
    ),
    "accounts:new_passkey": Rule(
        who=Who.ENROLLING, methods=_FORM, sends={"answer": "{{}}"}, post=(422,), empty=(200,)
    ),
    "accounts:account": page(Who.MEMBER),
    "accounts:passphrase": Rule(who=Who.SURE, methods=_FORM, sends=_CHANGE, empty=(200,)),
    "accounts:recovery_codes": Rule(
        who=Who.SURE, methods=_FORM, sends={"yes": "yes"}, post=(200, 422), empty=(200, 422)
    ),
    "accounts:remove_factor": Rule(
        who=Who.SURE, methods=_FORM, address=Address.FACTOR, sends={"yes": "yes"}, empty=(303,)
    ),
    # A member's cases
    "casework:cases": page(Who.MEMBER),
    "casework:case": page(Who.MEMBER, Address.CASE),
    "casework:identity": page(Who.SURE, Address.CASE),
    "casework:file": page(Who.MEMBER, Address.FILE),
    "casework:reply": deed(
        Who.MEMBER, Address.CASE, sends={"reply-text": "We read it."}, empty=(422,)
    ),
    "casework:note": deed(Who.MEMBER, Address.CASE, sends={"note-text": "Read."}, empty=(422,)),
    "casework:close": deed(
        Who.MEMBER,
        Address.CASE,
        sends={"close-text": "Done.", "close-finding": "recorded"},
        empty=(422,),
    ),
    "casework:reopen": deed(Who.MEMBER, Address.CASE),
    "casework:keep_longer": Rule(  # an open case has no day
        who=Who.MEMBER, methods=_DEED, address=Address.CASE, post=(303, 409), empty=(303, 409)
    ),
    "casework:erase_on": Rule(
        who=Who.MEMBER,
        methods=_DEED,
        address=Address.CASE,
        sends={"erase-day": "2027-03-02", "erase-text": "It happened again."},
        post=(303, 409),
    ),
    "casework:ask": deed(
        Who.MEMBER, Address.CASE, sends={"ask-name": "Robin Larkspur"}, empty=(422,)
    ),
    "casework:mention": deed(
        Who.MEMBER, Address.DOUBT, sends={"member": "{gus}", "answer": "conflict"}
    ),
    "casework:unsure": deed(Who.MEMBER, Address.DOUBT, sends={"member": "{hal}", "reply": "none"}),
    "casework:card": deed(Who.MEMBER, Address.CARD, sends={"reply": "unsure"}),
    "casework:known_as": Rule(
        who=Who.SURE, methods=_FORM, sends={"names": "Somebody"}, post=(200,), empty=(200,)
    ),
    "casework:step_back": Rule(
        who=Who.MEMBER,
        methods=_DEED,
        address=Address.CASE,
        post=(303, 409),  # the last reader stays where nobody could take it over
        empty=(303, 409),
    ),
    "casework:leaves": deed(Who.SURE, Address.MEMBER),
    "casework:confirm": deed(
        Who.SURE, Address.NEWCOMER, sends={"keys": "{kims_keys}"}, empty=(409,)
    ),
    "casework:team": Rule(
        who=Who.SURE,
        methods=_FORM,
        sends={"name": "Kit", "address": "kit@harbour.example"},
        post=(200, 409),  # leads and the chair may ask somebody to join, others may not
        empty=(200,),
    ),
    "casework:join": Rule(
        who=Who.ANYBODY,
        methods=_FORM,
        address=Address.INVITATION,
        sends={"passphrase": PASSPHRASE},
        empty=(200,),
    ),
    "operations:set_up": Rule(
        who=Who.ANYBODY,
        methods=_FORM,
        address=Address.SET_UP,
        sends={"name": "Only a name"},
        post=(200,),
        empty=(200,),
    ),
}

# They take a POST without a token: leaving must never be refused, and `tell` seals its own.
NEED_NO_TOKEN = {"intake:leave", "intake:tell"}


def routes_of(urlconf: str) -> list[str]:
    """The names of all routes, as the site resolves them; a nameless one shows its pattern."""
    return _names(get_resolver(urlconf), "")


def unclassified(urlconf: str, table: Mapping[str, Rule] = TABLE) -> set[str]:
    """Routes without a line in the table."""
    return set(routes_of(urlconf)) - set(table)


def _names(resolver: URLResolver, space: str) -> list[str]:
    names: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            names += _names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            names.append(f"{space}{pattern.name}" if pattern.name else f"{space}{pattern.pattern}")
    return names
