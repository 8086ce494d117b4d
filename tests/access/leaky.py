"""The site with some more pages, each with one fault that the checker must find."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseForbidden
from django.urls import path
from django.views.decorators.http import require_safe

from evenhand.accounts.http import MemberRequest, member_page
from evenhand.site import urls
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry
from evenhand.vault.queries.cases import case_visible_to
from tests.access.rules import Address, Who, page


def _show(request: MemberRequest, case_id: UUID) -> HttpResponse:
    case = case_visible_to(request.signed_in, case_id)
    return HttpResponse(case.dossier.report.what_happened.reveal())


def _exists(case_id: UUID) -> bool:
    return Case.objects.filter(pk=case_id).exists()


@require_safe
@member_page
def sound(request: MemberRequest, case_id: UUID) -> HttpResponse:
    return _show(request, case_id)


@require_safe
def without_sign_in(request: MemberRequest, case_id: UUID) -> HttpResponse:
    del request
    if not _exists(case_id):
        raise NotVisible
    return HttpResponse("ok")


@require_safe
@member_page
def says_forbidden(request: MemberRequest, case_id: UUID) -> HttpResponse:
    try:
        return _show(request, case_id)
    except NotVisible:
        if _exists(case_id):
            return HttpResponseForbidden()
        raise


@require_safe
@member_page
def asks_once_more(request: MemberRequest, case_id: UUID) -> HttpResponse:
    if _exists(case_id):
        Entry.objects.filter(case_id=case_id).count()
    return _show(request, case_id)


@require_safe
@member_page
def words_it_otherwise(request: MemberRequest, case_id: UUID) -> HttpResponse:
    if not _exists(case_id):
        return HttpResponse("This was deleted.", status=404)
    return _show(request, case_id)


@require_safe
@member_page
def sets_a_header(request: MemberRequest, case_id: UUID) -> HttpResponse:
    try:
        return _show(request, case_id)
    except NotVisible:
        headers = {"X-Epoch": "1"} if _exists(case_id) else {}
        return HttpResponse("Not there.", status=404, headers=headers)


@require_safe
@member_page
def shows_it_with_a_404(request: MemberRequest, case_id: UUID) -> HttpResponse:
    del request, case_id
    return HttpResponse("canary-ADA-report", status=404)


@require_safe
@member_page
def breaks(request: MemberRequest, case_id: UUID) -> HttpResponse:
    if not _exists(case_id):
        raise Http404
    _show(request, case_id)
    raise ZeroDivisionError


FAULTY = (
    without_sign_in,
    says_forbidden,
    asks_once_more,
    words_it_otherwise,
    sets_a_header,
    shows_it_with_a_404,
    breaks,
)
TABLE = {view.__name__: page(Who.MEMBER, Address.CASE) for view in (sound, *FAULTY)}

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    *urls.urlpatterns,
    *(path(f"x/{view.__name__}/<uuid:case_id>", view, name=view.__name__)
      for view in (sound, *FAULTY)),
]  # fmt: skip
