"""Pages for somebody whose code is open: a visit, held by a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from evenhand.accounts.http import get_session_cookie
from evenhand.intake.forms.code import CodeForm
from evenhand.intake.queries.spaces import place_of
from evenhand.intake.services.visits import OpenVisit, resume_visit
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.values.dossiers import Dossier

P = ParamSpec("P")

VISIT = "visit"
BEGUN = "begun"  # names the form that was begun last, so that Leave on any page ends it


class VisitRequest(HttpRequest):
    """A request with an open visit."""

    visit: OpenVisit


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
VisitView = Callable[Concatenate[VisitRequest, P], HttpResponseBase]


def visit_page(view: VisitView[P]) -> View[P]:
    """Without a visit: asks for the code, and keeps what was being written."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visit = visit_of(request)
        if visit is None:
            return _ask_for_code(request)
        visit_request = cast("VisitRequest", request)
        visit_request.visit = visit
        return view(visit_request, *args, **kwargs)

    return page


def visit_of(request: HttpRequest) -> OpenVisit | None:
    token = get_session_cookie(request, name=VISIT)
    return resume_visit(token, now=timezone.now()) if token else None


def show(request: VisitRequest, name: str, **context: object) -> HttpResponse:
    """A page of a visit, with the numbers of its space on top (S1)."""
    dossier = context.get("dossier")
    if not isinstance(dossier, Dossier):
        dossier = dossier_of(request.visit.to)
    now = timezone.now()
    place = place_of(dossier, now=now)
    context |= {"dossier": dossier, "now": now}
    if place is not None:
        context |= {"space": place.space, "numbers": place.numbers}
    return render(request, f"intake/{name}.html", context)


def _ask_for_code(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")
    form = CodeForm(initial={"text": text})
    return render(request, "intake/code.html", {"form": form, "has_ended": True, "text": text})
