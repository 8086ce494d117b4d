"""Where somebody begins: the spaces, a space's start page (P0), and staying safe (P10)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from evenhand.directory.help_numbers import countries
from evenhand.directory.queries import (
    day_of,
    first_readers,
    policy_in_force,
    spaces_shown,
)
from evenhand.intake.lately import Lately
from evenhand.intake.queries.spaces import place_called

# The same for everybody: it holds nobody's words and sets no cookie.
_starts: Lately[str] = Lately()


@require_safe
def spaces_page(request: HttpRequest) -> HttpResponse:
    """Which space is it about? Not asked where there is only one."""
    spaces = spaces_shown(timezone.now())
    if len(spaces) == 1:
        return redirect("intake:start", slug=spaces[0].slug)
    return render(request, "intake/spaces.html", {"spaces": spaces})


@require_safe
def start_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Help first (S1), then who reads it, then the way in (P0)."""
    now, country = timezone.now(), request.GET.get("country", "")[:2]

    def make() -> str:
        return render_to_string("intake/start.html", _start(slug, country, now))

    return HttpResponse(_starts.get((slug, country), make, now=now))


@require_safe
def safe_page(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/staying_safe.html")


def _start(slug: str, country: str, now: datetime) -> dict[str, object]:
    place = place_called(slug, country, now=now)
    space = place.space
    return {
        "space": space,
        "numbers": place.numbers,
        "country": country,
        "country_options": _country_options(place.numbers.country),
        "readers": first_readers(space, now=now),
        "policy": policy_in_force(space.organisation, space, on=day_of(now)),
    }


@lru_cache(maxsize=16)  # the longest list on the busiest page
def _country_options(chosen: str) -> SafeString:
    options = ((code, " selected" if code == chosen else "", name) for code, name in countries())
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
