"""What holds for every answer: its headers, and how a refusal reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse

from evenhand.site import views
from evenhand.site.inlined import content_policy

GetResponse = Callable[[HttpRequest], HttpResponse]

# The only page that a search engine may know: where somebody starts to tell.
_FOUND_BY_SEARCH = {"intake:spaces", "intake:start"}

_OPEN_TO_OURSELVES = (
    "clipboard-write",
    "publickey-credentials-create",
    "publickey-credentials-get",
)
_CLOSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_PERMISSIONS = ", ".join(
    [f"{name}=(self)" for name in _OPEN_TO_OURSELVES] + [f"{name}=()" for name in _CLOSED]
)


def security_headers(get_response: GetResponse) -> GetResponse:
    """A view may say something stricter of its own, except about keeping a copy: nobody may."""
    headers = {
        "Content-Security-Policy": content_policy(settings.LEAVE_TO),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": _PERMISSIONS,
        # Not "no-referrer": a form would then send "Origin: null" and be refused as forged.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if settings.IS_HTTPS:
        headers["Strict-Transport-Security"] = "max-age=63072000"

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers["Cache-Control"] = "no-store"
        if not _may_be_found(request, response):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def _may_be_found(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    is_found = match is not None and match.view_name in _FOUND_BY_SEARCH
    return is_found and response.status_code == HTTPStatus.OK


def refusals(get_response: GetResponse) -> GetResponse:
    """Turn a refusal that no view has caught into a page with its sentence."""
    return _Refusals(get_response)


@dataclass(frozen=True, slots=True)
class _Refusals:
    """Django turns errors into answers before a middleware sees them; it calls this one first."""

    get_response: GetResponse

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DatabaseTrouble):
            return views.unavailable(request)
        return _refusal(request, error) if _is_refusal(error) else None


def _refusal(request: HttpRequest, error: Exception) -> HttpResponse | None:
    status: int = getattr(error, "status", HTTPStatus.CONFLICT)
    if status == HTTPStatus.NOT_FOUND:
        return views.not_found(request)
    if request.method != "POST":
        return None  # a page that cannot be shown is our mistake, not a refusal
    return views.refused(request, _sentence(error), status=status)


def _is_refusal(error: Exception) -> bool:
    """Our packages keep refusals in a module `errors`; sealed bytes that do not open are none."""
    package, _, module = type(error).__module__.rpartition(".")
    return module == "errors" and package.startswith("evenhand.") and package != "evenhand.sealing"


def _sentence(error: Exception) -> str:
    return (type(error).__doc__ or "").strip().partition("\n")[0]
