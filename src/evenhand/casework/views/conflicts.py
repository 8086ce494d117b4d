"""Keep people out of what concerns them: what a member says of themselves, what a report names."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.accounts.http import MemberRequest, member_page, see_other, sure_page
from evenhand.casework.forms import KnownAsForm
from evenhand.directory.queries import known_as
from evenhand.directory.services.known_as import keep_known_as
from evenhand.vault.errors import NotVisible
from evenhand.vault.queries.cards import card_of
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.asking import answer, let_back_in, settle_unsure
from evenhand.vault.services.mentions import admit_mentioned, keep_out_mentioned
from evenhand.vault.values.rounds import Reply

_MENTIONS = {"conflict": keep_out_mentioned, "harmless": admit_mentioned}


@require_http_methods(["GET", "POST"])
@sure_page
def known_as_page(request: MemberRequest) -> HttpResponse:
    """What the program looks for in new reports, so that they do not reach this member (D1)."""
    member = request.signed_in.member
    form = KnownAsForm(request.POST or None, initial=known_as(member).to_body())
    is_kept = form.is_valid()
    if is_kept:
        keep_known_as(member, form.to_known_as())
    context = {"form": form, "is_kept": is_kept}
    return render(request, "casework/known_as.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def settle_mention(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """One act: the mention is a conflict, or it is harmless and they may read (D1)."""
    by, settle = request.signed_in, _MENTIONS.get(request.POST.get("answer", ""))
    if settle is None:
        case_visible_to(by, case_id)  # nothing was chosen: back to the page, if there is one
    else:
        settle(case_id, member_in(request), by=by, now=timezone.now())
    return see_other(reverse("casework:case", args=[case_id]))


@require_POST
@member_page
def answer_card(request: MemberRequest, card_id: UUID) -> HttpResponse:
    """Conflict, none, not sure; never why. Silence is no access (B2)."""
    reply = _reply_in(request)
    if reply is None:
        card_of(card_id, request.signed_in)
    else:
        answer(card_id, reply, by=request.signed_in)
    return see_other(reverse("casework:cases"))


@require_POST
@member_page
def settle_answer(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Somebody was not sure; a reader has talked with them."""
    by, reply = request.signed_in, _reply_in(request)
    if reply is None:
        case_visible_to(by, case_id)
    else:
        settle_unsure(case_id, member_in(request), reply, by=by, now=timezone.now())
    return see_other(reverse("casework:case", args=[case_id]))


@require_POST
@member_page
def let_somebody_back_in(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Somebody whose term was renewed may read again what they read before (B15)."""
    by = request.signed_in
    if "member" in request.POST:
        let_back_in(case_id, member_in(request), by=by, now=timezone.now())
    else:
        case_visible_to(by, case_id)
    return see_other(reverse("casework:case", args=[case_id]))


def _reply_in(request: HttpRequest) -> Reply | None:
    try:
        return Reply(request.POST.get("reply", ""))
    except ValueError:
        return None


def member_in(request: HttpRequest) -> UUID:
    """Whom a button names. Raises NotVisible when it names nobody."""
    try:
        return UUID(request.POST.get("member", ""))
    except ValueError as error:
        raise NotVisible from error
