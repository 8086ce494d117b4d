"""Take a report back, replace its code, delete what may be deleted (P9)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.http import drop_session_cookie, see_other
from evenhand.intake.services.visits import end_visit, replace_code
from evenhand.intake.views.visiting import VISIT, VisitRequest, show, visit_page
from evenhand.notices.services import seal_notice_address
from evenhand.vault.errors import AlreadyRead
from evenhand.vault.services.erasing import erase_identity, erase_report
from evenhand.vault.services.reporting import withdraw

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@visit_page
def withdraw_page(request: VisitRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "withdraw")
    withdraw(request.visit.to, now=timezone.now())
    return see_other(reverse("intake:yours"))


@require_http_methods(_METHODS)
@visit_page
def replace_page(request: VisitRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "replace")
    replace_code(request.visit, now=timezone.now())
    return see_other(reverse("intake:sent"))


@require_http_methods(_METHODS)
@visit_page
def delete_page(request: VisitRequest) -> HttpResponse:
    """The whole report while nobody has opened it; who wrote it at any time."""
    if request.method != "POST":
        return show(request, "delete")
    if request.POST.get("what") == "identity":
        erase_identity(request.visit.to, seal_notice_address(""), now=timezone.now())
        return see_other(reverse("intake:yours"))
    return _delete_report(request)


def _delete_report(request: VisitRequest) -> HttpResponse:
    try:
        erase_report(request.visit.to)
    except AlreadyRead as refusal:
        return show(request, "delete", refusal=refusal.__doc__)
    end_visit(request.visit)
    response = render(request, "intake/deleted.html")
    drop_session_cookie(response, name=VISIT)
    return response
