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
from evenhand.accounts.queries.roster import roster_of
from evenhand.accounts.services.confirming import confirm_member
from evenhand.accounts.services.passphrases import suggest_passphrase
from evenhand.casework.forms import InviteForm, JoinForm
from evenhand.casework.queries.team import team_shown_to
from evenhand.casework.queries.warnings import standing_of
from evenhand.casework.services.joining import invite_responder, join
from evenhand.casework.services.leaving import let_go
from evenhand.directory.queries import day_of, is_drill_due, terms_ending


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
    """Somebody leaves the team for good, as soon as two say so (B15)."""
    let_go(member_id, by=request.signed_in, now=timezone.now())
    return see_other(reverse("casework:team"))


@require_POST
@sure_page
def confirm_newcomer(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """One act: I have spoken with them, and the words are the same (B15)."""
    keys = request.POST.get("keys", "")
    confirm_member(member_id, keys, by=request.signed_in, now=timezone.now())
    return see_other(reverse("casework:team"))


@require_http_methods(["GET", "POST"])
@sure_page
def team_page(request: MemberRequest) -> HttpResponse:
    """Who is on the team and who waits; leads and the chair may ask somebody to join."""
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
    roster = roster_of(member.organisation_id)
    context = {
        "team": team_shown_to(member, roster, now=now),
        "standing": standing_of(request.signed_in, roster, now=now),
        "is_drill_due": is_drill_due(member.organisation_id, on=day_of(now)),
        "ending": terms_ending(member.organisation, now=now),
        "form": form,
        "link": link,
    }
    return render(request, "casework/team.html", context, status=422 if form.errors else 200)
