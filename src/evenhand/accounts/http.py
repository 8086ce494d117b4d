"""Who sends a request: the session cookie, and decorators for members' pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from evenhand.accounts.services.held import signed_in_by
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.values import SignedIn, Stage

P = ParamSpec("P")

DESK = "desk"  # the members' cookie
SIGNED_OUT_EVERYWHERE = "everywhere"
_PLACE_OF_MEMBERS = "/m/"


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    signed_in: SignedIn


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def member_page(view: MemberView[P]) -> View[P]:
    """For members who are signed in with all that is required of them."""
    return _for_stages(view, Stage.FULL)


def half_way_page(view: MemberView[P]) -> View[P]:
    """For members who may still lack their second step."""
    return _for_stages(view, *Stage)


def sure_page(view: MemberView[P]) -> View[P]:
    """For what a stolen cookie must not be enough for: asks again who it is, then comes back."""
    return _for_stages(_surely(view), Stage.FULL)


def enrolment_page(view: MemberView[P]) -> View[P]:
    """As `sure_page`, but also for members who must add their first second step now."""
    return _for_stages(_surely(view), Stage.FULL, Stage.NEEDS_ENROLMENT)


def see_other(path: str) -> HttpResponse:
    """Go on there with a GET, so that going back or reloading sends nothing twice."""
    return HttpResponse(status=303, headers={"Location": path})


def gone(path: str = "") -> HttpResponse:
    """To the sign-in page, leaving nothing in this browser."""
    response = see_other(path or reverse("accounts:sign_in"))
    drop_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def gone_everywhere() -> HttpResponse:
    """The same page for all whose sessions were ended, whatever the reason."""
    return gone(f"{reverse('accounts:sign_in')}?{SIGNED_OUT_EVERYWHERE}")


def form_page(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """A page with a form; when something has to be put right, the status says so too."""
    form = context["form"]
    has_errors = isinstance(form, BaseForm) and bool(form.errors)
    return render(request, template, context, status=422 if has_errors else 200)


def next_path(request: HttpRequest) -> str:
    """Where to go on after signing in. Only to members' pages, so that no link can lead away."""
    path = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if is_ours and path.startswith(_PLACE_OF_MEMBERS):
        return path
    return reverse("casework:cases")


def signed_in_of(request: HttpRequest) -> SignedIn | None:
    """Who is signed in, at whatever stage."""
    session = resume_session(get_session_cookie(request), now=timezone.now())
    return signed_in_by(session) if session is not None else None


def get_session_cookie(request: HttpRequest, *, name: str = DESK) -> str:
    """The token, or nothing."""
    return request.COOKIES.get(_cookie(name), "")


def set_session_cookie(response: HttpResponseBase, token: str, *, name: str = DESK) -> None:
    """Gone with the browser window; no script and no other site can use it."""
    response.set_cookie(
        _cookie(name),
        token,
        path="/",
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def drop_session_cookie(response: HttpResponseBase, *, name: str = DESK) -> None:
    set_session_cookie(response, "", name=name)
    response.cookies[_cookie(name)]["max-age"] = 0


def stage_path(signed_in: SignedIn, next_page: str) -> str:
    """Where a member at this stage goes on."""
    match signed_in.stage:
        case Stage.NEEDS_FACTOR:
            return _with_next("accounts:second_step", next_page)
        case Stage.NEEDS_ENROLMENT:
            return _with_next("accounts:enrol", next_page)
        case Stage.FULL:
            return next_page


def _surely(view: MemberView[P]) -> MemberView[P]:
    @wraps(view)
    def page(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        signed_in = request.signed_in
        if signed_in.stage is Stage.FULL and not signed_in.is_sure(timezone.now()):
            return see_other(_with_next("accounts:sure", _way_back(request)))
        return view(request, *args, **kwargs)

    return page


def _for_stages(view: MemberView[P], *stages: Stage) -> View[P]:
    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        signed_in = signed_in_of(request)
        if signed_in is None:
            return see_other(_with_next("accounts:sign_in", _way_back(request)))
        if signed_in.stage not in stages:
            return see_other(stage_path(signed_in, _way_back(request)))
        member_request = cast("MemberRequest", request)
        member_request.signed_in = signed_in
        return view(member_request, *args, **kwargs)

    return page


def _way_back(request: HttpRequest) -> str:
    """The page to come back to: a form that was stopped is sent again from its own page."""
    if request.method in {"GET", "HEAD"}:
        return request.path
    return urlsplit(request.headers.get("Referer", "")).path


def _with_next(name: str, path: str) -> str:
    return f"{reverse(name)}?{urlencode({'next': path})}"


def _cookie(name: str) -> str:
    return f"__Host-{name}" if settings.IS_HTTPS else name
