"""Joining the team, and asking somebody to join."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.accounts.errors import AccountsError, AddressTaken
from evenhand.accounts.http import MemberRequest, see_other, sure_page
from evenhand.accounts.queries.members import invited_member
from evenhand.accounts.services.passphrases import suggest_passphrase
from evenhand.casework.forms import InviteForm, JoinForm
from evenhand.casework.queries import may_invite
from evenhand.casework.services.joining import invite_responder, join
from evenhand.casework.services.leaving import let_go
from evenhand.directory.queries import public_members


@require_http_methods(["GET", "POST"])
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a passphrase; the keys that it opens are made in the same step."""
    now = timezone.now()
    member = invited_member(token, now=now)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            join(token, form.cleaned_data["passphrase"], now=now)
        except AccountsError as refusal:
            form.add_error("passphrase", str(refusal.__doc__))
        else:
            return see_other(reverse("accounts:sign_in"))
    context = {"member": member, "form": form, "suggestion": suggest_passphrase()}
    return render(request, "casework/join.html", context, status=422 if form.errors else 200)


@require_POST
@sure_page
def let_member_go(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """Somebody leaves the team, at once and for good (B15)."""
    let_go(member_id, by=request.signed_in.member, now=timezone.now())
    return see_other(reverse("casework:team"))


@require_http_methods(["GET", "POST"])
@sure_page
def team_page(request: MemberRequest) -> HttpResponse:
    """Who is on the team; leads and the chair may ask somebody to join."""
    now, member = timezone.now(), request.signed_in.member
    form = InviteForm(request.POST or None)
    link = ""
    if form.is_valid():
        try:
            invitation = invite_responder(
                form.cleaned_data["name"], form.cleaned_data["address"], by=member, now=now
            )
        except AddressTaken as refusal:
            form.add_error("address", str(refusal.__doc__))
        else:
            path = reverse("casework:join", args=[invitation.token])
            link, form = settings.ORIGIN.geturl() + path, InviteForm()
    context = {
        "me": member,
        "members": public_members(member.organisation, now),
        "may_invite": may_invite(member, now=now),
        "form": form,
        "link": link,
    }
    return render(request, "casework/team.html", context, status=422 if form.errors else 200)
