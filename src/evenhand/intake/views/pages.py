"""Draw one page of a report (P1 to P5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from evenhand.directory.outside import outside_of
from evenhand.directory.queries import choosable_readers
from evenhand.intake.errors import IntakeError
from evenhand.intake.forms.people import PeopleForm
from evenhand.intake.forms.step import StepForm
from evenhand.intake.forms.turns import form_of
from evenhand.intake.queries.mentions import withheld_from
from evenhand.intake.queries.readers import (
    are_stand_ins,
    destination_of,
    promise_of,
    usual_readers,
)
from evenhand.intake.queries.spaces import Place
from evenhand.intake.services.drafts import leave_token, seal_draft
from evenhand.intake.values.drafts import Draft, Step
from evenhand.intake.values.handed_over import HandedOver
from evenhand.intake.values.told import parts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is about to be shown."""

    place: Place
    draft: Draft
    step: Step
    now: datetime
    form: StepForm | None = None  # as it came back, with what is wrong in it
    refusal: type[IntakeError] | None = None

    def refused(self, refusal: type[IntakeError], *, on: Step | None = None) -> Page:
        return replace(self, refusal=refusal, step=on or self.step, form=None if on else self.form)


def step_page(request: HttpRequest, page: Page) -> HttpResponse:
    if page.step is Step.CHECK:
        return _check_page(request, page)
    fields = _fields_of(replace(page.draft, shows_outside=False))
    return render(request, f"intake/{page.step}.html", _context(page) | fields)


def handed_over_page(request: HttpRequest, page: Page, handed_over: HandedOver) -> HttpResponse:
    """The number of the note. Asked for again it is the same; nothing keeps it (P6)."""
    context = {
        "handed_over": handed_over,
        "space": page.place.space,
        "numbers": page.place.numbers,
        "left_form": leave_token(page.draft.id),
    }
    return render(request, "intake/handed_over.html", context)


def empty_form(request: HttpRequest, page: Page) -> str:
    """The page with a gap where its draft goes; `with_draft` fills it."""
    gaps = {name: _gap(name) for name in _fields_of(page.draft)}
    return render_to_string(f"intake/{page.step}.html", _context(page) | gaps, request)


def with_draft(drawn: str, draft: Draft) -> str:
    """Both values are base64, so nothing in them needs escaping."""
    for name, value in _fields_of(draft).items():
        drawn = drawn.replace(_gap(name), value)
    return drawn


def _context(page: Page) -> dict[str, object]:
    outside = outside_of(page.place.space.organisation)
    form = page.form or form_of(page.step, page.draft.answers)
    if isinstance(form, PeopleForm):
        space = page.place.space
        usual = usual_readers(space, now=page.now)
        form.offer(usual, choosable_readers(space, now=page.now))
        form.offer_outside(outside)
    return {
        "space": page.place.space,
        "draft": page.draft,
        "step": page.step,
        "form": form,
        "outside": outside,
        "goes_outside": outside is not None and _is_meant_for_outside(page.draft),
        "refusal": (page.refusal.__doc__ or "") if page.refusal else "",
        "numbers": page.place.numbers,
    }


def _fields_of(draft: Draft) -> dict[str, str]:
    return {"state": seal_draft(draft), "left_form": leave_token(draft.id)}


def _gap(name: str) -> str:
    return f"[{name} goes here]"


def _is_meant_for_outside(draft: Draft) -> bool:
    """By choice, or because the page before said so."""
    return draft.answers.outside_only or draft.shows_outside


def _check_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Whether it goes outside is sealed into the page that says so (D2)."""
    answers, space = page.draft.answers, page.place.space
    goes_to = destination_of(space, answers, withheld_from(space, answers), now=page.now)
    draft = replace(page.draft, shows_outside=goes_to.outside is not None)
    context = {
        "parts": parts_of(answers),
        "readers": goes_to.readers,
        "goes_outside": goes_to.outside is not None,
        "are_stand_ins": are_stand_ins(space, answers, goes_to.readers, now=page.now),
        "promise": promise_of(space, now=page.now),
    }
    return render(request, "intake/check.html", _context(page) | context | _fields_of(draft))
