"""Come back with a code (P8)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.http import see_other, set_session_cookie
from evenhand.intake.errors import TooManyCodes
from evenhand.intake.forms.code import CodeForm
from evenhand.intake.services.visits import begin_visit_with
from evenhand.intake.throttle import WRONG_CODES
from evenhand.intake.views.trouble import keeps_words
from evenhand.intake.views.visiting import VISIT
from evenhand.vault.errors import NotVisible
from evenhand.vault.services.reporting import say

WRONG = (
    "We could not open anything with that code. "
    "It may have been typed differently, replaced, or deleted."
)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
def code_page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    if WRONG_CODES.are_too_many(_source(request), now=now):
        form.add_error(None, TooManyCodes.__doc__ or "")
        return _page(request, form, status=TooManyCodes.status)
    return _open(request, form, now)


def _open(request: HttpRequest, form: CodeForm, now: datetime) -> HttpResponse:
    try:
        token, to = begin_visit_with(form.to_receipt(), now=now)
    except NotVisible:
        WRONG_CODES.count(_source(request), now=now)
        form.add_error("code", WRONG)
        return _page(request, form)
    if form.cleaned_data["text"]:  # written before the last visit ended
        say(to, form.cleaned_data["text"], now=now)
    response = see_other(reverse("intake:yours"))
    set_session_cookie(response, token, name=VISIT)
    return response


def _page(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "text": request.POST.get("text", "")}
    return render(request, "intake/code.html", context, status=status)


def _source(request: HttpRequest) -> str:
    """Whoever the proxy in front saw, else whoever is connected. Kept for a minute, hashed."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.META.get("REMOTE_ADDR", "")
