"""The code, shown once (P6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evenhand.accounts.http import see_other
from evenhand.intake.queries.spaces import place_called
from evenhand.intake.services.visits import keep_code
from evenhand.intake.values.sent import Sent
from evenhand.intake.views.visiting import VisitRequest, show, visit_page
from evenhand.sealing.receipts import Receipt
from evenhand.sealing.spelling import groups_of, words_of
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.values.dossiers import Dossier


@require_safe
@visit_page
def sent_page(request: VisitRequest) -> HttpResponse:
    """Only in the visit that made the code, and only until it is kept."""
    code = request.visit.new_code
    if code is None:
        return redirect("intake:yours")
    spelled = {"groups": groups_of(code), "words": words_of(code)}
    sent = request.visit.kept.sent
    if sent is not None:
        place = place_called(sent.space, "", now=timezone.now())
        told = {"sent": sent, "numbers": place.numbers}
        return render(request, "intake/sent.html", spelled | told)
    return show(request, "sent", **spelled, sent=_sent(dossier_of(request.visit.to)))


@require_POST
@visit_page
def note_file(request: VisitRequest) -> HttpResponse:
    """The code as a small file with a name that says nothing."""
    code = request.visit.new_code
    if code is None:
        return see_other(reverse("intake:yours"))
    disposition = {"Content-Disposition": 'attachment; filename="note.txt"'}
    return HttpResponse(_note(code), content_type="text/plain; charset=utf-8", headers=disposition)


@require_POST
@visit_page
def kept(request: VisitRequest) -> HttpResponse:
    keep_code(request.visit, now=timezone.now())
    return see_other(reverse("intake:yours"))


def _note(code: Receipt) -> str:
    return f"{' '.join(groups_of(code))}\n\n{' '.join(words_of(code))}\n"


def _sent(dossier: Dossier) -> Sent:
    """The same from the report itself, when its code was replaced or it was sent again."""
    report = dossier.report
    return Sent(
        space="",
        readers=tuple(member.name for member in dossier.readers_now),
        acknowledge_by=report.promise.acknowledge_by,
        outcome_by=report.promise.outcome_by,
        is_urgent=report.is_urgent,
    )
