"""Tell what happened: five pages on one address, each with "Send now" (P1 to P5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evenhand.accounts.http import see_other, set_session_cookie
from evenhand.intake.errors import (
    IntakeError,
    NobodyToRead,
    NotADraft,
    NothingTold,
    OthersWouldRead,
)
from evenhand.intake.forms.people import More, PeopleForm
from evenhand.intake.forms.turns import Turn, read_turn, words_in
from evenhand.intake.lately import Lately
from evenhand.intake.queries.spaces import phones_in, place_called
from evenhand.intake.services.drafts import begin_draft, leave_token
from evenhand.intake.services.leaving import was_left
from evenhand.intake.services.sending import send
from evenhand.intake.values.drafts import Draft, Step
from evenhand.intake.values.handed_over import HandedOver
from evenhand.intake.views.pages import Page, empty_form, handed_over_page, step_page, with_draft
from evenhand.intake.views.trouble import TROUBLE, try_again
from evenhand.intake.views.visiting import BEGUN, VISIT

_TO_CHANGE_ON: dict[type[IntakeError], Step] = {
    NothingTold: Step.STORY,
    NobodyToRead: Step.PEOPLE,
    OthersWouldRead: Step.CHECK,
}
_empty_forms: Lately[str] = Lately()


@csrf_exempt  # no session yet: the sealed field in the form is its token
@require_http_methods(["GET", "HEAD", "POST"])
def tell_page(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _first_page(request, slug, now)
    turn = read_turn(request.POST, slug, now=now)
    try:
        return _take(request, turn, now)
    except TROUBLE:
        return try_again(request, words_in(turn), turn.draft.phones)


def _first_page(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    """The empty form: the same for everybody but for the two fields that carry its draft."""
    country = request.GET.get("country", "")[:2]
    place = place_called(slug, country, now=now)
    draft = replace(begin_draft(slug, now=now), country=country, phones=phones_in(place.numbers))

    def make() -> str:
        page = Page(place=place, draft=draft, step=Step.STORY, now=now)
        return empty_form(request, page)

    response = HttpResponse(with_draft(_empty_forms.get((slug, country), make, now=now), draft))
    set_session_cookie(response, leave_token(draft.id), name=BEGUN)
    return response


def _take(request: HttpRequest, turn: Turn, now: datetime) -> HttpResponse:
    if was_left(turn.draft.id):
        return see_other(reverse("intake:start", args=[turn.draft.space]))
    place = place_called(turn.draft.space, turn.draft.country, now=now)
    page = Page(place=place, draft=turn.draft, step=turn.step, now=now, form=turn.form)
    if turn.is_lost:
        page = page.refused(NotADraft)
    if turn.is_lost or not turn.form.is_valid():
        return step_page(request, page)
    if turn.button == "send":
        return _send(request, page)
    return step_page(request, _next(page, turn))


def _next(page: Page, turn: Turn) -> Page:
    """What the pressed button leads to; everything typed is in the draft by now."""
    if turn.button in set(More):
        return replace(page, form=_with_more(page.draft, More(turn.button)), step=Step.PEOPLE)
    if _needs_numbers_first(turn):
        seen = replace(page.draft, has_seen_numbers=True)
        return replace(page, draft=seen, form=None)
    return replace(page, step=turn.next_step, form=None)


def _with_more(draft: Draft, more: More) -> PeopleForm:
    form = PeopleForm(answers=draft.answers)
    form.unfold(more)
    return form


def _needs_numbers_first(turn: Turn) -> bool:
    """Somebody may be in danger: once, the numbers come before the next question (S1)."""
    is_going_on = turn.step is Step.STORY and turn.next_step is not Step.STORY
    return is_going_on and turn.draft.answers.is_in_danger and not turn.draft.has_seen_numbers


def _send(request: HttpRequest, page: Page) -> HttpResponse:
    has_seen_readers = page.step is Step.CHECK
    try:
        sent = send(page.draft, page.place.space, has_seen_readers=has_seen_readers, now=page.now)
    except tuple(_TO_CHANGE_ON) as refusal:
        kind = type(refusal)
        return step_page(request, page.refused(kind, on=_TO_CHANGE_ON[kind]))
    if isinstance(sent, HandedOver):
        return handed_over_page(request, page, sent)
    response = see_other(reverse("intake:sent"))
    set_session_cookie(response, sent, name=VISIT)
    return response
