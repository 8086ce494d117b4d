"""Sign in, take the second step, show again that it is you, sign out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.accounts.forms import (
    CodeForm,
    PassphraseForm,
    SignInForm,
    attempt,
    proof_form,
)
from evenhand.accounts.http import (
    SIGNED_OUT_EVERYWHERE,
    MemberRequest,
    form_page,
    get_session_cookie,
    gone,
    gone_everywhere,
    half_way_page,
    member_page,
    next_path,
    see_other,
    set_session_cookie,
    signed_in_of,
    stage_path,
)
from evenhand.accounts.services.proving import ask_for_proof, step_up
from evenhand.accounts.services.sessions import end_session_of_token, end_sessions_of
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import Stage


@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponseBase:
    form = SignInForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        token = attempt(
            form, lambda: sign_in(typed["address"], typed["passphrase"], now=timezone.now())
        )
        if token is not None:
            end_session_of_token(get_session_cookie(request))
            rotate_token(request)
            return _go_on(request, token)
    elif not form.is_bound and (signed_in := signed_in_of(request)) is not None:
        return see_other(stage_path(signed_in, next_path(request)))
    page = {"form": form, "is_out_everywhere": SIGNED_OUT_EVERYWHERE in request.GET}
    return form_page(request, "accounts/sign_in.html", page)


@require_http_methods(["GET", "POST"])
@half_way_page
def second_step_page(request: MemberRequest) -> HttpResponseBase:
    if request.signed_in.stage is not Stage.NEEDS_FACTOR:
        return see_other(stage_path(request.signed_in, next_path(request)))
    return _proof_page(request, "accounts/second_step.html")


@require_http_methods(["GET", "POST"])
@member_page
def confirm_page(request: MemberRequest) -> HttpResponseBase:
    return _proof_page(request, "accounts/sure.html")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session_of_token(get_session_cookie(request))
    return gone()


@require_POST
@member_page
def sign_out_everywhere(request: MemberRequest) -> HttpResponse:
    end_sessions_of(request.signed_in.member)
    return gone_everywhere()


def _proof_page(request: MemberRequest, template: str) -> HttpResponse:
    form = proof_form(request.POST)
    if request.method == "POST" and form.is_valid():
        proof = form.to_proof()
        token = attempt(form, lambda: step_up(request.signed_in, proof, now=timezone.now()))
        if token is not None:
            return _go_on(request, token)
    page = {
        "question": ask_for_proof(request.signed_in),
        "form": form if request.method == "POST" else None,
        "code_form": CodeForm(),
        "passphrase_form": PassphraseForm(),
    }
    return form_page(request, template, page)


def _go_on(request: HttpRequest, token: str) -> HttpResponse:
    response = see_other(next_path(request))
    set_session_cookie(response, token)
    return response
