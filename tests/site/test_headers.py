from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from evenhand.site.middleware import security_headers

PAGES = ["/c/", "/m/", "/c/nothing", "/c/hidden", "/m/nothing"]


def _policy(client: Client, address: str) -> dict[str, set[str]]:
    policy = client.get(address).headers["Content-Security-Policy"]
    rules = (rule.split() for rule in policy.split("; "))
    return {rule[0]: set(rule[1:]) for rule in rules}


def _hashes(client: Client, address: str, element: str) -> set[str]:
    page = client.get(address).content.decode()
    held = re.findall(f"<{element}[^>]*>(.*?)</{element}>", page, flags=re.DOTALL)
    return {f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in held}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_may_load_only_itself(client: Client, address: str) -> None:
    policy = _policy(client, address)

    del policy["style-src"], policy["script-src"]
    assert policy == {
        "default-src": {"'none'"},
        "img-src": {"'self'", "data:"},
        "form-action": {"'self'", "https://www.weather.gov"},
        "connect-src": {"'self'"},
        "base-uri": {"'none'"},
        "frame-ancestors": {"'none'"},
        "require-trusted-types-for": {"'script'"},
        "trusted-types": {"'none'"},
    }


@pytest.mark.parametrize("address", PAGES)
def test_only_the_style_and_script_that_a_page_holds_may_run(client: Client, address: str) -> None:
    policy = _policy(client, address)

    for kind in ("style", "script"):
        assert len(_hashes(client, address, kind)) == 1
        assert policy[f"{kind}-src"] >= _hashes(client, address, kind)


@pytest.mark.parametrize("kind", ["style", "script"])
def test_what_both_kinds_of_page_hold_is_all_that_is_allowed(client: Client, kind: str) -> None:
    allowed = _policy(client, "/c/")[f"{kind}-src"]

    assert allowed == _hashes(client, "/c/", kind) | _hashes(client, "/m/", kind)


@pytest.mark.parametrize("address", [*PAGES, "/c/kept"])
def test_no_answer_is_kept_by_a_browser(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_an_answer_closes_what_a_browser_would_leave_open(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]


def test_a_view_may_be_stricter_about_the_referrer(client: Client) -> None:
    assert client.get("/c/kept").headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/c/", "/c/space/"])
def test_a_search_engine_may_find_where_to_tell(client: Client, address: str) -> None:
    assert "X-Robots-Tag" not in client.get(address).headers


@pytest.mark.parametrize("address", ["/c/yours", "/c/nothing", "/c/hidden", "/m/", "/elsewhere"])
def test_a_search_engine_finds_nothing_else(client: Client, address: str) -> None:
    assert client.get(address).headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(("is_https", "told"), [(True, "max-age=63072000"), (False, None)])
def test_a_browser_is_told_to_keep_to_https(
    settings: Settings, *, is_https: bool, told: str | None
) -> None:
    settings.IS_HTTPS = is_https
    answer = security_headers(lambda _request: HttpResponse("ok"))

    response = answer(RequestFactory().get("/"))

    assert response.headers.get("Strict-Transport-Security") == told


def test_a_reporters_page_sets_no_cookie(client: Client) -> None:
    assert client.get("/c/").cookies == {}
