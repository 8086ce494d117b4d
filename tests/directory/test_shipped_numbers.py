"""The numbers that come with the program, against their own rules and against libphonenumber."""

from __future__ import annotations

import json

import pytest

from evenhand.directory.known_numbers.names import country_names
from evenhand.directory.known_numbers.shipped import (
    FILE,
    LABELS,
    Service,
    entries_of,
    numbers_of,
    shipped_countries,
)
from evenhand.directory.known_numbers.short_codes import emergency_codes_of
from evenhand.directory.values import Number

AT_ONCE = (Service.EMERGENCY, Service.POLICE, Service.AMBULANCE, Service.FIRE)

# What is only in our file, and what is only in libphonenumber. Ours is shown. When a new release of
# either changes this, somebody looks at that country again and only then changes the line here.
KNOWN_DISAGREEMENTS = {
    "AU": ("", "106 112"),
    "BE": ("", "100"),
    "BR": ("", "112 128 911"),
    "CA": ("", "112"),
    "CL": ("", "911"),
    "CO": ("", "112 119 132 156"),
    "CZ": ("", "151 152 153 154 156 157 159"),
    "DK": ("", "114"),  # the police, but not for emergencies
    "ES": ("", "085 088"),
    "GB": ("", "112"),
    "GH": ("112", "999"),  # 112 works only in part of the country
    "ID": ("", "112"),
    "IL": ("", "112"),
    "IN": ("", "102 1298 2611"),
    "KE": ("", "114"),
    "MX": ("", "060 065 066 068 080"),
    "MY": ("", "112"),
    "NG": ("112", ""),  # works only in part of the country
    "NL": ("", "911"),
    "PE": ("106", "117"),
    "PH": ("", "112 117"),
    "PT": ("", "115"),
    "SE": ("", "90000"),
    "SG": ("", "993"),
    "TW": ("", "112"),
    "TZ": ("", "110 115 999"),
    "UA": ("", "112"),
    "US": ("", "112"),
    "ZA": ("", "10177"),
}


def test_where_libphonenumber_disagrees_is_known() -> None:
    disagreements = {}
    for country in shipped_countries():
        ours = {entry.number.number for entry in entries_of(country) if entry.service in AT_ONCE}
        theirs = set(emergency_codes_of(country))
        if ours != theirs:
            disagreements[country] = (
                " ".join(sorted(ours - theirs)),
                " ".join(sorted(theirs - ours)),
            )

    assert disagreements == KNOWN_DISAGREEMENTS


def test_every_number_of_the_file_is_kept() -> None:
    kept = sum(len(entries_of(country)) for country in shipped_countries())

    assert kept == len(json.loads(FILE.read_text())) == 278


def test_every_country_of_the_file_has_a_name_and_a_number_for_emergencies() -> None:
    for country in shipped_countries():
        assert country in country_names()
        assert any(
            entry.service in AT_ONCE and entry.is_shown_unconfirmed and entry.number.tel
            for entry in entries_of(country)
        )


def test_every_number_can_be_tapped_but_those_that_only_take_text_or_are_for_an_app() -> None:
    numbers = [entry.number for country in shipped_countries() for entry in entries_of(country)]

    untapped = {number.number for number in numbers if not number.tel and not number.sms_link}
    only_text = {number.sms for number in numbers if not number.tel and number.sms_link}

    assert untapped == {"600 000 016", "324 011 7252", "08111-129-129", "9151 1767"}
    assert only_text == {
        "MHA to 741741",
        "SHOUT to 85258",
        "HELLO to 50808",
        "911",
        "999",
        "112",
        "113",
        "114",
        "70999",
    }


@pytest.mark.parametrize(
    ("number", "link"),
    [("116 123", "tel:116123"), ("*4141", "tel:*4141"), ("#9110", "tel:%239110")],
)
def test_a_link_dials_what_is_written(number: str, link: str) -> None:
    assert Number(label="", number=number).tel == link


@pytest.mark.parametrize(
    ("sms", "link"),
    [
        ("", ""),
        ("988", "sms:988"),
        ("0477 13 11 14", "sms:0477131114"),
        ("SHOUT to 85258", "sms:85258?body=SHOUT"),
    ],
)
def test_a_text_has_the_word_that_is_asked_for(sms: str, link: str) -> None:
    assert Number(label="", number="1", sms=sms).sms_link == link


def test_a_number_for_two_services_is_shown_once() -> None:
    shown = {number.number: number.label for number in numbers_of(entries_of("JP"))}

    assert shown["119"] == "Ambulance, fire"


def test_the_number_for_everything_says_only_emergency() -> None:
    labels = [(number.label, number.number) for number in numbers_of(entries_of("DE"))][:2]

    assert labels == [("Emergency", "112"), ("Police", "110")]


def test_every_service_has_plain_words() -> None:
    assert set(LABELS) == set(Service)


def test_no_number_leads_to_a_web_page() -> None:
    """One of them, of the British text service, was taken over by strangers."""
    fields = set(Number.__dataclass_fields__)

    assert not {field for field in fields if "url" in field or "web" in field}
