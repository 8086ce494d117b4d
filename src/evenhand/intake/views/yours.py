"""A report after it was sent, for the person who wrote it (P9)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evenhand.accounts.http import see_other
from evenhand.intake.forms.contact import NewContactForm
from evenhand.intake.forms.visit import ExcludeForm, SayForm
from evenhand.intake.queries.readers import may_be_excluded
from evenhand.intake.values.timeline import moments_of
from evenhand.intake.values.told import lines_of
from evenhand.intake.views.trouble import keeps_words
from evenhand.intake.views.visiting import VisitRequest, show, visit_page
from evenhand.notices.services import seal_notice_address
from evenhand.vault.errors import NobodyLeft, TooBusy
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.reporting import change_identity, exclude, say


@require_safe
@visit_page
def yours_page(request: VisitRequest) -> HttpResponse:
    """What was said on both sides, what comes next, who can read it and who has (B1, D2)."""
    return _yours(request, SayForm())


@require_POST
@keeps_words
@visit_page
def say_page(request: VisitRequest) -> HttpResponse:
    form = SayForm(request.POST)
    if not form.is_valid():
        return _yours(request, form)
    try:
        say(request.visit.to, form.cleaned_data["text"], now=timezone.now())
    except TooBusy as refusal:
        form.add_error("text", refusal.__doc__ or "")
        return _yours(request, form)
    return see_other(reverse("intake:yours"))


@require_http_methods(["GET", "HEAD", "POST"])
@visit_page
def exclude_page(request: VisitRequest) -> HttpResponse:
    """Keep out somebody more, without giving a reason (S7)."""
    dossier = dossier_of(request.visit.to)
    form = ExcludeForm(request.POST or None, offered=may_be_excluded(dossier))
    if not form.is_valid():
        return show(request, "exclude", form=form, dossier=dossier)
    try:
        exclude(request.visit.to, form.cleaned_data["members"], now=timezone.now())
    except NobodyLeft as refusal:
        form.add_error("members", refusal.__doc__ or "")
        return show(request, "exclude", form=form, dossier=dossier)
    return see_other(reverse("intake:yours"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words
@visit_page
def contact_page(request: VisitRequest) -> HttpResponse:
    """Say anew how one can be reached, or that one cannot (D4)."""
    dossier = dossier_of(request.visit.to)
    form = NewContactForm(request.POST or None, identity=dossier.identity)
    if not form.is_valid():
        return show(request, "new_contact", form=form, dossier=dossier)
    sealed = seal_notice_address(form.to_notice_address().reveal())
    change_identity(request.visit.to, form.to_identity(), sealed, now=timezone.now())
    return see_other(reverse("intake:yours"))


def _yours(request: VisitRequest, form: SayForm) -> HttpResponse:
    dossier = dossier_of(request.visit.to)
    return show(
        request,
        "yours",
        dossier=dossier,
        form=form,
        moments=moments_of(dossier),
        told=lines_of(dossier.report),
    )
