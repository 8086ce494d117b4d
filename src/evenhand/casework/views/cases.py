"""A member's cases: the list, one case, and what they do with it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from evenhand.accounts.http import (
    MemberRequest,
    gone_everywhere,
    member_page,
    see_other,
    sure_page,
)
from evenhand.accounts.queries.roster import roster_of
from evenhand.casework.forms import AskForm, CloseForm, EraseOnForm, NoteForm, ReplyForm
from evenhand.casework.queries.warnings import standing_of
from evenhand.casework.values.lists import page_of
from evenhand.casework.values.pages import case_page_of
from evenhand.directory.queries import day_of
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.replacements import who_should_step_in
from evenhand.vault.services.ageing import erase_due_cases, erase_on, keep_longer
from evenhand.vault.services.asking import ask, take_in_answers
from evenhand.vault.services.files import file_in
from evenhand.vault.services.handling import close, log_opening, note, reopen, reply
from evenhand.vault.services.recusing import step_back
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.rounds import printable

_MOST_DIGITS = 5


@require_safe
@member_page
def cases_page(request: MemberRequest) -> HttpResponse:
    """The cases that this member may read; everything else does not exist here (S22)."""
    by, now = request.signed_in, timezone.now()
    page = page_of(
        erase_due_cases(covers_visible_to(by), by=by, now=now),
        viewer=by.member,
        number=_number(request),
        now=now,
    )
    cards = cards_visible_to(by, now=now)
    standing = standing_of(by, roster_of(by.member.organisation_id), now=now)
    context = {"page": page, "cards": cards, "standing": standing, "now": now}
    return render(request, "casework/cases.html", context)


@require_safe
@member_page
def case_page(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """One case, the whole of it on one page."""
    return _show(request, _opened(request, case_id))


@require_POST
@member_page
def reply_to_reporter(request: MemberRequest, case_id: UUID) -> HttpResponse:
    form = ReplyForm(request.POST, prefix="reply")
    if not form.is_valid():
        return _show_again(request, case_id, reply_form=form)
    reply(case_id, form.to_secret(), by=request.signed_in, now=timezone.now())
    return _back_to(case_id)


@require_POST
@member_page
def keep_note(request: MemberRequest, case_id: UUID) -> HttpResponse:
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _show_again(request, case_id, note_form=form)
    note(case_id, form.to_secret(), by=request.signed_in, now=timezone.now())
    return _back_to(case_id)


@require_POST
@member_page
def ask_the_others(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Consult: one act asks everybody who may know of it (S16)."""
    form = AskForm(request.POST, prefix="ask")
    if not form.is_valid():
        return _show_again(request, case_id, ask_form=form)
    ask(case_id, form.cleaned_data["name"], by=request.signed_in, now=timezone.now())
    return _back_to(case_id)


@require_POST
@member_page
def close_case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    form = CloseForm(request.POST, prefix="close")
    if not form.is_valid():
        return _show_again(request, case_id, close_form=form)
    close(case_id, form.to_closing(), by=request.signed_in, now=timezone.now())
    return _back_to(case_id)


@require_POST
@member_page
def reopen_case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    reopen(case_id, by=request.signed_in, now=timezone.now())
    return _back_to(case_id)


@require_POST
@member_page
def set_day_of_erasure(request: MemberRequest, case_id: UUID) -> HttpResponse:
    now = timezone.now()
    form = EraseOnForm(request.POST, prefix="erase", today=day_of(now))
    if not form.is_valid():
        return _show_again(request, case_id, erase_form=form)
    day = form.cleaned_data["day"]
    erase_on(case_id, day, form.to_secret(), by=request.signed_in, now=now)
    return _back_to(case_id)


@require_POST
@member_page
def keep_case_longer(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """From the list, with one tap: whoever is asked at the last moment need not explain."""
    keep_longer(case_id, by=request.signed_in, now=timezone.now())
    return see_other(reverse("casework:cases"))


@require_POST
@member_page
def step_back_from_case(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Recusal (S22): at once, on every device, and nothing asks why."""
    step_back(case_id, by=request.signed_in, now=timezone.now())
    return gone_everywhere()


@require_safe
@sure_page
def identity_page(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Who the reporter is: a compartment of its own that asks again who is looking."""
    dossier = _opened(request, case_id)
    page = case_page_of(dossier, viewer=request.signed_in.member, now=timezone.now())
    return render(request, "casework/identity.html", {"case": page, "identity": dossier.identity})


@require_safe
@member_page
def case_file(request: MemberRequest, case_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    """A file as it was given to us, to be saved: never shown inside this site."""
    body, chunks = file_in(_opened(request, case_id), file_id)
    response = StreamingHttpResponse(chunks, content_type="application/octet-stream")
    name = cast("str", body["name"])
    response.headers["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return response


def _opened(request: MemberRequest, case_id: UUID) -> Dossier:
    """The case, recorded as opened wherever a part of it is shown (D2)."""
    by, now = request.signed_in, timezone.now()
    case = take_in_answers(case_visible_to(by, case_id), by=by, now=now)
    return log_opening(case, by=by, now=now).dossier


def _show_again(request: MemberRequest, case_id: UUID, **forms: Form) -> HttpResponse:
    """The page with a form that is still to be mended, and every word that was typed."""
    return _show(request, _opened(request, case_id), **forms)


def _show(request: MemberRequest, dossier: Dossier, **forms: Form) -> HttpResponse:
    now = timezone.now()
    context = {
        "case": case_page_of(dossier, viewer=request.signed_in.member, now=now),
        "should_step_in": who_should_step_in(dossier, now=now),
        "now": now,
        "reply_form": ReplyForm(prefix="reply"),
        "note_form": NoteForm(prefix="note"),
        "close_form": CloseForm(prefix="close"),
        "erase_form": EraseOnForm(prefix="erase", today=day_of(now)),
        "ask_form": AskForm(prefix="ask", initial={"name": _first_name_in(dossier)}),
    }
    return render(request, "casework/case.html", context | forms, status=422 if forms else 200)


def _first_name_in(dossier: Dossier) -> str:
    people = dossier.report.people
    return printable(people[0].name.reveal()) if people else ""


def _back_to(case_id: UUID) -> HttpResponse:
    return see_other(reverse("casework:case", args=[case_id]))


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 1
