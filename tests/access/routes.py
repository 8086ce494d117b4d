"""Who may go where: one line for every route of the site. A route without a line fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.access.rules import ANY_FORM, DEED, FORM, Address, Rule, Who, deed, page, visit_form
from tests.make import PASSPHRASE

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
        who=Who.ANYBODY, methods=ANY_FORM, sends={"code": "1234"}, post=(200,), empty=(200,)
    ),
    "intake:start": page(Who.ANYBODY, Address.SPACE),
    "intake:tell": Rule(
        who=Who.ANYBODY,
        methods=ANY_FORM,
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
        methods=FORM,
        sends=_WRONG_PASSPHRASE,
        get=(200, 303),
        post=(422,),
        empty=(200, 303),
        leads_on=True,
    ),
    "accounts:second_step": Rule(
        who=Who.HALF_WAY,
        methods=FORM,
        sends={"code": "000000"},
        get=(200, 303),
        post=(422, 303),
        empty=(422, 303),
        leads_on=True,
    ),
    "accounts:sure": Rule(
        who=Who.MEMBER, methods=FORM, sends={"passphrase": "not this one"}, post=(422,)
    ),
    "accounts:sign_out": deed(Who.ANYBODY),
    "accounts:sign_out_everywhere": deed(Who.MEMBER),
    "accounts:enrol": Rule(
        who=Who.ENROLLING, methods=FORM, sends={"code": "000000"}, post=(422,), empty=(200,)
    ),
    "accounts:new_passkey": Rule(
        who=Who.ENROLLING, methods=FORM, sends={"answer": "{{}}"}, post=(422,), empty=(200,)
    ),
    "accounts:account": page(Who.MEMBER),
    "accounts:passphrase": Rule(who=Who.SURE, methods=FORM, sends=_CHANGE, empty=(200,)),
    "accounts:recovery_codes": Rule(
        who=Who.SURE, methods=FORM, sends={"yes": "yes"}, post=(200, 422), empty=(200, 422)
    ),
    "accounts:remove_factor": Rule(
        who=Who.SURE, methods=FORM, address=Address.FACTOR, sends={"yes": "yes"}, empty=(303,)
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
        who=Who.MEMBER, methods=DEED, address=Address.CASE, post=(303, 409), empty=(303, 409)
    ),
    "casework:erase_on": Rule(
        who=Who.MEMBER,
        methods=DEED,
        address=Address.CASE,
        sends={"erase-day": "2027-03-02", "erase-text": "It happened again."},
        post=(303, 409),
    ),
    "casework:ask": deed(
        Who.MEMBER, Address.CASE, sends={"ask-name": "Robin Larkspur"}, empty=(422,)
    ),
    "casework:step_in": deed(
        Who.MEMBER, Address.CASE, sends={"step-name": "Robin Larkspur"}, empty=(422,)
    ),
    "casework:adviser": deed(
        Who.MEMBER,
        Address.DOUBT,
        sends={"adviser-name": "Robin Larkspur", "member": "{ida}"},
        empty=(422,),
    ),
    "casework:back": deed(Who.MEMBER, Address.CASE, sends={"member": "{gus}"}),
    "casework:mention": deed(
        Who.MEMBER, Address.DOUBT, sends={"member": "{gus}", "answer": "conflict"}
    ),
    "casework:unsure": deed(Who.MEMBER, Address.DOUBT, sends={"member": "{hal}", "reply": "none"}),
    "casework:card": deed(Who.MEMBER, Address.CARD, sends={"reply": "unsure"}),
    "casework:known_as": Rule(
        who=Who.SURE, methods=FORM, sends={"names": "Somebody"}, post=(200,), empty=(200,)
    ),
    "casework:step_back": Rule(
        who=Who.MEMBER,
        methods=DEED,
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
        methods=FORM,
        sends={"name": "Kit", "address": "kit@harbour.example"},
        post=(200, 409),  # leads and the chair may ask somebody to join, others may not
        empty=(200,),
    ),
    "casework:recovery": page(Who.SURE),
    "casework:recovery_key": Rule(
        who=Who.SURE,
        methods=DEED,
        sends={"key": "1234 5678", "holders": "Grace Tidewater"},
        post=(422,),
        empty=(422,),
    ),
    "casework:recovery_confirm": Rule(
        who=Who.SURE,
        methods=DEED,
        sends={"fingerprint": "00"},  # of no key that waits
        post=(409,),
        empty=(409,),
    ),
    "casework:recovery_drill": deed(Who.SURE),
    "casework:join": Rule(
        who=Who.ANYBODY,
        methods=FORM,
        address=Address.INVITATION,
        sends={"passphrase": PASSPHRASE},
        empty=(200,),
    ),
    "operations:set_up": Rule(
        who=Who.ANYBODY,
        methods=FORM,
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
