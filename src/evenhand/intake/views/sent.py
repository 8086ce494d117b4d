"""The code, shown once (P6)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from evenhand.accounts.http import see_other
from evenhand.intake.services.visits import keep_code
from evenhand.intake.views.visiting import VisitRequest, show, visit_page
from evenhand.sealing.receipts import Receipt
from evenhand.sealing.spelling import groups_of, words_of


@require_safe
@visit_page
def sent_page(request: VisitRequest) -> HttpResponse:
    """Only in the visit that made the code, and only until it is kept."""
    code = request.visit.new_code
    if code is None:
        return redirect("intake:yours")
    return show(request, "sent", groups=groups_of(code), words=words_of(code))


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
    keep_code(request.visit)
    return see_other(reverse("intake:yours"))


def _note(code: Receipt) -> str:
    return f"{' '.join(groups_of(code))}\n\n{' '.join(words_of(code))}\n"
