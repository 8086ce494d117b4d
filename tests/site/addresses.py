"""Pages that stand in for those of the other packages: the site must answer whatever they do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from evenhand.sealing.errors import CannotOpen
from evenhand.site import views
from evenhand.vault.errors import NobodyLeft, NotVisible

handler400 = views.bad_request
handler403 = views.not_found
handler404 = views.not_found
handler500 = views.server_error


class TooBusy(Exception):
    """Too many tries just now. Wait one minute."""

    __module__ = NobodyLeft.__module__
    status = 429


def reporter_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/reporter.html")


def member_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/member.html")


@csrf_exempt
def leave(request: HttpRequest) -> HttpResponse:
    request.POST.dict()  # a server must take in what is sent before it answers
    return HttpResponse(status=303, headers={"Location": settings.LEAVE_TO})


def elsewhere(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse('<link rel="icon" href="data:,"><title>Weather</title>Sunny')


def hidden(request: HttpRequest) -> HttpResponse:
    del request
    raise NotVisible


def nobody_left(request: HttpRequest) -> HttpResponse:
    del request
    raise NobodyLeft


def too_busy(request: HttpRequest) -> HttpResponse:
    del request
    raise TooBusy


def does_not_open(request: HttpRequest) -> HttpResponse:
    del request
    raise CannotOpen


def database_away(request: HttpRequest) -> HttpResponse:
    del request
    raise OperationalError


def too_large(request: HttpRequest) -> HttpResponse:
    del request
    raise RequestDataTooBig


def kept_by_a_view(request: HttpRequest) -> HttpResponse:
    del request
    headers = {"Cache-Control": "public", "Referrer-Policy": "no-referrer"}
    return HttpResponse("ok", headers=headers)


intake_addresses = [
    path("", reporter_page, name="spaces"),
    path("space/", reporter_page, name="start"),
    path("yours", reporter_page, name="yours"),
    path("leave", leave, name="leave"),
    path("hidden", hidden),
    path("nobody-left", nobody_left),
    path("too-busy", too_busy),
    path("does-not-open", does_not_open),
    path("database-away", database_away),
    path("too-large", too_large),
    path("kept", kept_by_a_view),
    path("form", csrf_protect(reporter_page)),
]
account_addresses = [
    path("account", member_page, name="account"),
    path("sign-out", leave, name="sign_out"),
]
case_addresses = [
    path("", member_page, name="cases"),
    path("team", member_page, name="team"),
    path("hidden", hidden),
]

urlpatterns = [
    path("", views.home),
    path("healthz", views.healthz),
    path("elsewhere", elsewhere),
    path("c/", include((intake_addresses, "intake"))),
    path("m/", include((account_addresses, "accounts"))),
    path("m/", include((case_addresses, "casework"))),
]
