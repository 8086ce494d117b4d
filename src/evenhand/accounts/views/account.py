"""A member's own page, and their passphrase."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.accounts.forms import ChangePassphraseForm, attempt
from evenhand.accounts.http import (
    MemberRequest,
    form_page,
    member_page,
    see_other,
    set_session_cookie,
    sure_page,
)
from evenhand.accounts.services.factors import factors_held_by, names_of_factors
from evenhand.accounts.services.passphrases import change_passphrase, suggest_passphrase


@require_safe
@member_page
def account_page(request: MemberRequest) -> HttpResponseBase:
    page = {
        "member": request.signed_in.member,
        "factors": names_of_factors(request.signed_in),
        "codes_left": len(factors_held_by(request.signed_in).recovery_hashes),
    }
    return render(request, "accounts/account.html", page)


@require_http_methods(["GET", "POST"])
@sure_page
def passphrase_page(request: MemberRequest) -> HttpResponseBase:
    form = ChangePassphraseForm(request.POST or None)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        token = attempt(
            form, lambda: change_passphrase(request.signed_in, old, new, now=timezone.now())
        )
        if token is not None:
            response = see_other(reverse("accounts:account"))
            set_session_cookie(response, token)
            return response
    page = {"form": form, "suggestion": suggest_passphrase()}
    return form_page(request, "accounts/passphrase.html", page)
