"""Add and take away second steps, renew recovery codes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from evenhand.accounts.forms import CodeForm, NewPasskeyForm, SureForm, attempt
from evenhand.accounts.http import (
    MemberRequest,
    enrolment_page,
    form_page,
    next_path,
    see_other,
    set_session_cookie,
    sure_page,
)
from evenhand.accounts.qr import qr_code
from evenhand.accounts.services.enrolling import (
    Enrolled,
    add_app,
    add_passkey,
    offer_second_step,
)
from evenhand.accounts.services.factors import (
    names_of_factors,
    remove_factor,
    renew_recovery_codes,
)
from evenhand.accounts.values import Stage
from evenhand.sealing.one_time import enrolment_uri, spell_secret


@require_http_methods(["GET", "POST"])
@enrolment_page
def enrol_page(request: MemberRequest) -> HttpResponseBase:
    form = CodeForm(request.POST or None)
    return _enrol(
        request,
        form,
        lambda: add_app(request.signed_in, form.cleaned_data["code"], now=timezone.now()),
    )


@require_http_methods(["GET", "POST"])
@enrolment_page
def passkey_page(request: MemberRequest) -> HttpResponseBase:
    form = NewPasskeyForm(request.POST or None)

    def add() -> Enrolled:
        typed = form.cleaned_data
        return add_passkey(
            request.signed_in, typed["answer"], name=typed["name"], now=timezone.now()
        )

    return _enrol(request, form, add)


@require_http_methods(["GET", "POST"])
@sure_page
def remove_factor_page(request: MemberRequest, name: str) -> HttpResponseBase:
    names = names_of_factors(request.signed_in)
    if name not in names:
        raise Http404
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        attempt(form, lambda: remove_factor(request.signed_in, name, now=timezone.now()))
        if form.is_valid():
            return see_other(reverse("accounts:account"))
    page = {"form": form, "name": names[name]}
    return form_page(request, "accounts/remove_factor.html", page)


@require_http_methods(["GET", "POST"])
@sure_page
def recovery_codes_page(request: MemberRequest) -> HttpResponseBase:
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        codes = attempt(form, lambda: renew_recovery_codes(request.signed_in, now=timezone.now()))
        if codes is not None:
            return _show_codes(request, codes, on=reverse("accounts:account"))
    return form_page(request, "accounts/renew_codes.html", {"form": form})


def _enrol(
    request: MemberRequest,
    form: CodeForm | NewPasskeyForm,
    add: Callable[[], Enrolled],
) -> HttpResponseBase:
    enrolled = attempt(form, add) if form.is_valid() else None
    if enrolled is None:
        return _offer(request, form)
    on = next_path(request)
    codes = enrolled.recovery_codes
    response = _show_codes(request, codes, on=on) if codes else see_other(on)
    set_session_cookie(response, enrolled.token)
    return response


def _offer(request: MemberRequest, form: CodeForm | NewPasskeyForm) -> HttpResponse:
    signed_in = request.signed_in
    offer = offer_second_step(signed_in, now=timezone.now())
    uri = enrolment_uri(offer.secret, account=signed_in.member.address, issuer="Rota")
    page = {
        "form": form,
        "code_form": form if isinstance(form, CodeForm) else CodeForm(),
        "passkey_form": form if isinstance(form, NewPasskeyForm) else NewPasskeyForm(),
        "passkey_options": offer.passkey_options,
        "qr": qr_code(uri),
        "uri": uri,
        "spelled": spell_secret(offer.secret),
        "query": f"?{request.GET.urlencode()}",
        "is_first": signed_in.stage is Stage.NEEDS_ENROLMENT,
    }
    return form_page(request, "accounts/enrol.html", page)


def _show_codes(request: MemberRequest, codes: tuple[str, ...], *, on: str) -> HttpResponse:
    """Shown in the answer itself and kept nowhere: a second look is not possible."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "on": on})
