"""Root addresses, and the pages that stand in for one that cannot be shown.

Nothing here asks the database except `healthz`. What could not be taken is shown again, so that
nobody writes it twice; `not_found` holds nothing of the request, because what is hidden and
what never was must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from evenhand.audit.events import Event
from evenhand.audit.log import note

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_FOR_MEMBERS = ("/m/", "/set-up/")
_NEVER_SHOWN = "passphrase"  # part of the names of such fields
# The token of the form, its stand-in for a password, and a reporter's code: after Leave, going
# back and loading anew ends here, and must not bring the code again.
_LEFT_OUT = {"csrfmiddlewaretoken", "unkept", "code"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    del request
    return redirect("/c/")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says "ok" when both databases answer."""
    del request
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also what somebody gets who may not know that there is something."""
    del exception
    return _page(request, "site/not_found.html", status=HTTPStatus.NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, _TOO_LARGE):
        sentence = "That is too much to send at once. Send less text, or fewer and smaller files."
        return refused(request, sentence, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    sentence = "Your browser sent something that we could not read."
    return refused(request, sentence, status=HTTPStatus.BAD_REQUEST)


def server_error(request: HttpRequest) -> HttpResponse:
    note(Event.PAGE_FAILED)
    context = {"fields": _typed(request)}
    return _page(
        request, "site/server_error.html", context, status=HTTPStatus.INTERNAL_SERVER_ERROR
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or its disk is full."""
    context = {"fields": _typed(request)}
    response = _page(
        request, "site/unavailable.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response.headers["Retry-After"] = "60"
    return response


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page with the sentence of a refusal, what was typed, and the way back."""
    fields = _typed(request)
    context = {
        "sentence": sentence,
        "fields": fields,
        "has_words": any(field["is_words"] for field in fields),
        "back_to": _way_back(request),
    }
    return _page(request, "site/refused.html", context, status=status)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token. What was typed is kept, and can be sent again in one press."""
    del reason
    context = {"fields": _typed(request)}
    return _page(request, "site/form_expired.html", context, status=HTTPStatus.FORBIDDEN)


def _typed(request: HttpRequest) -> list[dict[str, str | bool]]:
    """Every field that was sent and may come back; words are shown, the rest travels hidden.

    Only if it came from a page of ours: otherwise another site could fill in this form.
    """
    if not _is_from_ourselves(request):
        return []
    try:
        lists = list(request.POST.lists())
    except UnreadablePostError:  # they have gone
        return []
    return [
        {"name": name, "value": value, "is_words": _is_words(name, value)}
        for name, values in lists
        for value in values
        if name not in _LEFT_OUT
    ]


def _is_words(name: str, value: str) -> bool:
    return _NEVER_SHOWN not in name and len(value.split()) > 1


def _is_from_ourselves(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _page(
    request: HttpRequest,
    name: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int,
) -> HttpResponse:
    is_for_members = request.path.startswith(_FOR_MEMBERS)
    base = "site/member.html" if is_for_members else "site/reporter.html"
    return render(request, name, {"base": base, **(context or {})}, status=status)


def _way_back(request: HttpRequest) -> str:
    """The page of ours that somebody came from, else the start."""
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()}):
        return "/" + urlsplit(referrer).path.lstrip("/")  # "//" would lead to another host
    return "/"
