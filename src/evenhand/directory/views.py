"""Pages that anybody may see."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now as time_now
from django.views.decorators.http import require_safe

from evenhand.directory.help_numbers import help_numbers
from evenhand.directory.queries import (
    choosable_readers,
    day_of,
    first_readers,
    photo_of,
    public_members,
    space_called,
)


@require_safe
def readers_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reads your report (D2), whom else you may choose (S7, S8), who is on the team (S6)."""
    space, now = space_called(slug), time_now()
    context = {
        "space": space,
        "first": first_readers(space, now=now),
        "choosable": choosable_readers(space, now=now),
        "team": public_members(space.organisation, now),
        "numbers": help_numbers(space, space.country, today=day_of(now)),
    }
    return render(request, "directory/readers.html", context)


@require_safe
def photo(request: HttpRequest, member_id: UUID) -> HttpResponse:  # noqa: ARG001 Django hands it in
    return HttpResponse(photo_of(member_id), content_type="image/webp")
