"""The page behind a one-time set-up link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.errors import AddressTaken as MemberAddressTaken
from evenhand.accounts.values import Invitation
from evenhand.directory.errors import AddressTaken as SpaceAddressTaken
from evenhand.directory.help_numbers import countries
from evenhand.operations.forms import NumbersForm, SetUpForm
from evenhand.operations.queries import check_link, numbers_to_check
from evenhand.operations.services.links import link_of
from evenhand.operations.services.set_up import set_up


@require_http_methods(["GET", "POST"])
def set_up_page(request: HttpRequest, token: str) -> HttpResponse:
    """First the organisation, then the numbers of the country it named, then the invitations."""
    check_link(token, now=timezone.now())
    form = SetUpForm(request.POST or None)
    country = form.cleaned_data["space_country"] if form.is_valid() else ""
    numbers = _numbers_form(request, country)
    if form.is_valid() and numbers.is_valid():
        invitations = _finish(form, numbers, token)
        if invitations:
            return _done_page(request, invitations)
    context = {
        "form": form,
        "numbers_form": numbers if country else None,
        "numbers": numbers_to_check(country) if country else (),
        "country_name": dict(countries()).get(country, ""),
    }
    return render(request, "operations/set_up.html", context)


def _numbers_form(request: HttpRequest, country: str) -> NumbersForm:
    """Bound only when the numbers of this very country were on the page that was sent."""
    were_shown = bool(country) and request.POST.get("numbers_of") == country
    first_lead = request.POST.get("lead_1_name", "")
    return NumbersForm(
        request.POST if were_shown else None,
        initial={"numbers_of": country, "checked_by": first_lead},
    )


def _finish(form: SetUpForm, numbers: NumbersForm, token: str) -> list[Invitation]:
    try:
        return set_up(
            form.to_new_organisation(),
            numbers.to_checked_numbers(),
            token=token,
            now=timezone.now(),
        )
    except SpaceAddressTaken as error:
        form.add_error("space_slug", error.__doc__ or "")
    except MemberAddressTaken as error:
        form.add_error(None, str(error))
    return []


def _done_page(request: HttpRequest, invitations: list[Invitation]) -> HttpResponse:
    links = [(invitation.member, link_of(invitation)) for invitation in invitations]
    return render(request, "operations/set_up_done.html", {"links": links})
