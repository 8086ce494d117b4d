"""What every page has, and what no template may hold."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.test import Client

from evenhand.sealing.secret import Secret
from evenhand.site.inlined import SCRIPTS, STYLES

SOURCE = Path(__file__).resolve().parents[2] / "src" / "evenhand"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
NOT_ALLOWED = re.compile(
    r"<script|<style|\sstyle=|\son[a-z]+=|\|safe\b|autoescape|(src|href)=\"?http"
)
STYLESHEET = (SOURCE / "site" / "style.css").read_text()
THEMES = [
    dict(re.findall(r"--([\w-]+): (#\w{6})", block))
    for block in re.findall(r":root \{(.*?)\}", STYLESHEET, flags=re.DOTALL)
]
READ_TOGETHER = [
    *((text, ground) for text in ("ink", "soft", "accent", "red") for ground in ("paper", "card")),
    *(("ink", f"{colour}-soft") for colour in ("accent", "red", "amber")),
    *((colour, f"{colour}-soft") for colour in ("accent", "red", "amber")),
    *(("card", ground) for ground in ("ink", "accent", "red")),
]


def _print(template: str, **context: object) -> str:
    return str(engines["django"].from_string(template).render(context))


def test_no_template_holds_a_style_a_script_or_another_sites_address() -> None:
    held = {str(path): NOT_ALLOWED.findall(path.read_text()) for path in TEMPLATES}

    assert {path: found for path, found in held.items() if found} == {}


@pytest.mark.parametrize(("address", "title"), [("/c/", "Contact"), ("/m/", "Rota")])
def test_a_title_says_nothing(client: Client, address: str, title: str) -> None:
    assert f"<title>{title}</title>" in client.get(address).content.decode()


def test_what_every_page_adds_stays_small(client: Client) -> None:
    page = client.get("/c/").content

    assert len(gzip.compress(page)) <= 4096
    assert len(gzip.compress(STYLES["reporter"].encode())) <= 2560
    assert len(SCRIPTS["reporter"]) <= 4096


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme: dict[str, str]) -> None:
    weak = [pair for pair in READ_TOGETHER if _contrast(theme[pair[0]], theme[pair[1]]) < 7]

    assert weak == []


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_edges_and_the_focus_stand_out(theme: dict[str, str]) -> None:
    marks = [(mark, ground) for mark in ("edge", "focus") for ground in ("paper", "card")]

    assert [pair for pair in marks if _contrast(theme[pair[0]], theme[pair[1]]) < 3] == []


def test_a_secret_is_not_printed_by_accident() -> None:
    assert _print("{{ secret }}", secret=Secret("hallway")) == "Secret(…)"


def test_a_revealed_secret_is_escaped_even_where_escaping_is_off() -> None:
    template = "{% autoescape off %}{{ secret|reveal }}{% endautoescape %}"

    assert _print(template, secret=Secret("<b>\nx")) == "&lt;b&gt;\nx"


class _Sample(forms.Form):
    text = forms.CharField(label="What happened?", help_text="Any language.")
    passphrase = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    danger = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Only I can open this inbox", required=False)


FIELD = '{% include "site/parts/field.html" %}'


def test_a_browser_neither_keeps_nor_sends_what_is_typed() -> None:
    printed = _print("{% control field %}", field=_Sample()["text"])

    assert 'autocomplete="off"' in printed
    assert 'spellcheck="false"' in printed


def test_a_password_manager_may_help() -> None:
    printed = _print("{% control field %}", field=_Sample()["passphrase"])

    assert 'autocomplete="current-password"' in printed
    assert 'autocomplete="off"' not in printed


def test_a_field_names_its_hint_and_its_error() -> None:
    printed = _print(FIELD, field=_Sample({})["text"])

    assert 'aria-describedby="id_text_helptext id_text_error"' in printed
    assert 'id="id_text_helptext"' in printed
    assert 'id="id_text_error"' in printed


def test_choices_are_a_group_with_a_name() -> None:
    printed = _print(FIELD, field=_Sample()["danger"])

    assert "<legend>Danger</legend>" in printed
    assert "autocomplete" not in printed


def test_a_tick_stands_in_its_label() -> None:
    printed = _print(FIELD, field=_Sample()["agreed"])

    assert re.search(r"<label[^>]*><input [^>]*> Only I can open this inbox</label>", printed)


def test_each_error_leads_to_its_field() -> None:
    printed = _print('{% include "site/parts/errors.html" %}', form=_Sample({}))

    assert re.findall(r'href="#(\w+)"', printed) == ["id_text", "id_passphrase", "id_danger_0"]


def test_without_errors_there_is_no_summary() -> None:
    assert "error-summary" not in _print('{% include "site/parts/errors.html" %}', form=_Sample())


def _contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
