"""The organisation's recovery key: enter it, confirm it, see who keeps its shares (D12)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evenhand.accounts.errors import AccountsError
from evenhand.accounts.http import MemberRequest, form_page, see_other, sure_page
from evenhand.casework.errors import KeyUsedBefore
from evenhand.casework.forms import RecoveryKeyForm
from evenhand.casework.queries.recovery import recovery_shown_to
from evenhand.casework.services.recovery import (
    confirm_recovery_key,
    enter_recovery_key,
    record_drill_today,
)
from evenhand.sealing.recovery_codes import words_of_key


@require_safe
@sure_page
def recovery_page(request: MemberRequest) -> HttpResponse:
    page = recovery_shown_to(request.signed_in.member, now=timezone.now())
    context = {"page": page, "form": RecoveryKeyForm()}
    return render(request, "casework/recovery.html", context)


@require_POST
@sure_page
def enter_key(request: MemberRequest) -> HttpResponse:
    """First shows the check words of what was typed; sent once more with them, it is entered."""
    by, now = request.signed_in, timezone.now()
    form = RecoveryKeyForm(request.POST)
    if form.is_valid():
        key, holders = form.cleaned_data["key"], form.cleaned_data["holders"]
        words = words_of_key(key)
        if request.POST.get("words") != " ".join(words):
            context = {"form": form, "words": words, "holders": holders}
            return render(request, "casework/recovery_words.html", context)
        try:
            enter_recovery_key(key, holders, by=by, now=now)
        except (AccountsError, KeyUsedBefore) as refusal:
            form.add_error("key", str(refusal.__doc__))
        else:
            return see_other(reverse("casework:recovery"))
    page = recovery_shown_to(by.member, now=now)
    return form_page(request, "casework/recovery.html", {"page": page, "form": form})


@require_POST
@sure_page
def confirm_key(request: MemberRequest) -> HttpResponse:
    fingerprint = request.POST.get("fingerprint", "")
    confirm_recovery_key(fingerprint, by=request.signed_in, now=timezone.now())
    return see_other(reverse("casework:recovery"))


@require_POST
@sure_page
def record_todays_drill(request: MemberRequest) -> HttpResponse:
    record_drill_today(by=request.signed_in, now=timezone.now())
    return see_other(reverse("casework:recovery"))
