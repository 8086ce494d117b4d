"""All words of a report or a case in which somebody may be named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.vault.values.asked import rounds_of
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity, Report


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """Fields in which people give a name and little else, and stories."""

    short: tuple[str, ...]
    long: tuple[str, ...]


def told_in(report: Report, identity: Identity) -> Told:
    """What a report tells as it comes in."""
    return Told(tuple(_short(report, identity)), tuple(_long(report, identity)))


def told_in_case(dossier: Dossier) -> Told:
    """What was ever told in a case, by anybody, and whom its readers asked about."""
    told = told_in(dossier.report, dossier.identity or Identity())
    asked = tuple(each.name for each in rounds_of(dossier).values())
    said = dossier.of_kind(Kind.REPORT, Kind.MESSAGE, Kind.NOTE, Kind.CLOSED)
    later = tuple(text for entry in said for name in _LATER if (text := entry.text(name)))
    return Told((*told.short, *asked), (*told.long, *later))


_LATER = ("text", "what_happened", "circumstances", "concerns", "other_wish", "please_do_not")


def _short(report: Report, identity: Identity) -> Iterator[str]:
    for person in report.people:
        yield person.name.reveal()
    for witness in report.witnesses:
        yield witness.who.reveal()
        yield witness.contact.reveal()
    for told in (identity.name, identity.contact, identity.must_not_learn):
        yield told.reveal()


def _long(report: Report, identity: Identity) -> Iterator[str]:
    told = (
        report.what_happened,
        report.when,
        report.where,
        report.circumstances,
        report.concerns,
        report.other_wish,
        report.please_do_not,
        identity.times,
    )
    for text in told:
        yield text.reveal()
    for person in report.people:
        yield from (text for name, text in person.to_body().items() if name != "name")
