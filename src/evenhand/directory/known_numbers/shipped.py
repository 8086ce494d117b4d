"""The numbers that come with the program: facts seen on public pages, dialled by nobody."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from evenhand.directory.known_numbers.names import language_list
from evenhand.directory.values import Number

FILE = Path(__file__).parents[1] / "data" / "help-numbers.json"


class Service(StrEnum):
    """Who answers, in the order in which somebody in danger needs them."""

    EMERGENCY = "emergency"
    POLICE = "police"
    AMBULANCE = "ambulance"
    FIRE = "fire"
    TEXT_EMERGENCY = "text_emergency"
    POLICE_NON_EMERGENCY = "police_non_emergency"
    CRISIS = "crisis"
    SEXUAL_VIOLENCE = "sexual_violence"
    DOMESTIC_ABUSE = "domestic_abuse"
    LGBTQ = "lgbtq"
    VICTIM_SUPPORT = "victim_support"


LABELS = {
    Service.EMERGENCY: "Emergency",
    Service.POLICE: "Police",
    Service.AMBULANCE: "Ambulance",
    Service.FIRE: "Fire",
    Service.TEXT_EMERGENCY: "Emergency by text",
    Service.POLICE_NON_EMERGENCY: "Police, not urgent",
    Service.CRISIS: "Someone to talk to",
    Service.SEXUAL_VIOLENCE: "Sexual violence",
    Service.DOMESTIC_ABUSE: "Violence at home",
    Service.LGBTQ: "LGBTQ+ people",
    Service.VICTIM_SUPPORT: "Help after a crime",
}
ORDER = list(Service)
HELP_LINES = frozenset(ORDER[ORDER.index(Service.CRISIS) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A number of the file."""

    service: Service
    number: Number
    is_shown_unconfirmed: bool


@cache
def entries_of(country: str) -> tuple[Entry, ...]:
    """What the file has for a country, most needed first."""
    return tuple(sorted(_file().get(country, ()), key=lambda entry: ORDER.index(entry.service)))


def shipped_countries() -> frozenset[str]:
    return frozenset(_file())


def numbers_of(entries: Iterable[Entry]) -> tuple[Number, ...]:
    """One number for each that is dialled, however many services the file gives it."""
    numbers: dict[tuple[str, str, str], Number] = {}
    for entry in entries:
        number = entry.number
        key = (number.number, number.name, number.sms)
        numbers[key] = _with_label(numbers[key], number.label) if key in numbers else number
    return tuple(numbers.values())


def _with_label(number: Number, label: str) -> Number:
    labels = number.label.lower().split(", ")
    if LABELS[Service.EMERGENCY].lower() in labels or label.lower() in labels:
        return number  # "Emergency" already says all
    return replace(number, label=f"{number.label}, {label[0].lower()}{label[1:]}")


@cache
def _file() -> Mapping[str, list[Entry]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for record in json.loads(FILE.read_text(encoding="utf-8")):
        entries[record["country"]].append(_entry(record))
    return dict(entries)


def _entry(record: dict[str, Any]) -> Entry:
    service = Service(record["service"])
    number = Number(
        label=LABELS[service],
        number=record["number"],
        name=record["name"] or "",
        sms=record["sms"] or "",
        hours=record["hours"] or "",
        languages=language_list(record["languages"] or ()),
        is_called=not _takes_only_text(record),
    )
    return Entry(
        service=service, number=number, is_shown_unconfirmed=bool(record["show_unconfirmed"])
    )


def _takes_only_text(record: dict[str, Any]) -> bool:
    """Calling "SHOUT to 85258" or a WhatsApp number would lead nowhere."""
    name, sms, number = record["name"] or "", record["sms"] or "", record["number"]
    is_by_text = record["service"] == Service.TEXT_EMERGENCY and bool(sms)
    return is_by_text or sms.endswith(f" to {number}") or "WhatsApp" in name
