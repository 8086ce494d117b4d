"""Add files, once the report itself is safe (P7)."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.intake.forms.visit import FilesForm
from evenhand.intake.services.files import add_files
from evenhand.intake.uploads import HeldFile
from evenhand.intake.views.visiting import VisitRequest, show, visit_page


@require_http_methods(["GET", "HEAD", "POST"])
@visit_page
def files_page(request: VisitRequest) -> HttpResponse:
    form = FilesForm(request.POST or None)
    files = cast("list[HeldFile]", request.FILES.getlist("files"))
    results = add_files(
        request.visit.to,
        files,
        keep_originals="keep_original" in request.POST,
        now=timezone.now(),
    )
    is_empty = request.method == "POST" and not files
    return show(request, "files", form=form, results=results, is_empty=is_empty)
