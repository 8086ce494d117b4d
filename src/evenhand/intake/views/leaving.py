"""Leave this site: forget everything that this visit put into the browser (P11)."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from evenhand.accounts.http import drop_session_cookie, get_session_cookie, see_other
from evenhand.intake.services.drafts import draft_id_of
from evenhand.intake.services.leaving import leave_form
from evenhand.intake.services.visits import end_visit
from evenhand.intake.views.trouble import TROUBLE
from evenhand.intake.views.visiting import BEGUN, VISIT, visit_of


@csrf_exempt  # leaving must never be refused, and forging it harms nobody
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    with suppress(*TROUBLE):  # whatever is broken here, the person leaves
        _forget(request, timezone.now())
    # The script has gone there by itself; its beacon must not follow it to another site.
    is_beacon = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    response = HttpResponse(status=204) if is_beacon else see_other(settings.LEAVE_TO)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Referrer-Policy"] = "no-referrer"
    drop_session_cookie(response, name=VISIT)
    drop_session_cookie(response, name=BEGUN)
    response.delete_cookie(settings.CSRF_COOKIE_NAME)
    return response


def _forget(request: HttpRequest, now: datetime) -> None:
    # The form on this page, and the one begun before coming to this page.
    for token in (request.POST.get("form", ""), get_session_cookie(request, name=BEGUN)):
        left = draft_id_of(token)
        if left is not None:
            leave_form(left, now=now)
    visit = visit_of(request)
    if visit is not None:
        end_visit(visit)
        if visit.kept.draft_id:
            leave_form(visit.kept.draft_id, now=now)
