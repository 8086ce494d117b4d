"""A report's story for the person who wrote it: both directions, and who looked (D2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from evenhand.sealing.secret import Secret
from evenhand.vault.values.changes import Change
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind, OpenEntry
from evenhand.vault.values.findings import finding_in
from evenhand.vault.values.report import EMPTY

TEAM = "The team"
_BY_REPORTER = {
    Kind.REPORT: "You told us what happened.",
    Kind.IDENTITY: "You said how we may reach you.",
    Kind.MESSAGE: "You wrote:",
    Kind.FILE: "You added a file:",
    Kind.READERS: "You changed who can read this.",
    Kind.WITHDRAWN: "You took your report back.",
    Kind.CODE_REPLACED: "You replaced your code.",
    Kind.ERASED: "You deleted something.",
}
_BY_MEMBER = {
    Kind.MESSAGE: "{} wrote:",
    Kind.FILE: "{} added a file:",
    Kind.OPENED: "{} opened your report.",
    Kind.CLOSED: "{} closed this. You can still write.",
    Kind.REOPENED: "{} opened this again.",
    Kind.ERASED: "{} deleted something.",
    Kind.ERASE_ON: "{} set another day on which this is erased.",
}
_WORDS_IN = {
    Kind.MESSAGE: "text",
    Kind.FILE: "name",
    Kind.REPORT: "what_happened",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was said or done."""

    at: datetime
    sentence: str
    words: Secret
    look: str  # class of the entry: from-reporter, from-team, log

    @property
    def has_words(self) -> bool:
        return bool(self.words)


def moments_of(dossier: Dossier) -> list[Moment]:
    """From the first to the newest."""
    return list(_moments(dossier))


def _moments(dossier: Dossier) -> Iterator[Moment]:
    is_first_readers = True
    for entry in dossier.entries:
        if entry.kind is Kind.READERS and is_first_readers:
            is_first_readers = False  # came with the report itself
            continue
        sentence = _sentence(entry, dossier)
        if sentence:
            yield Moment(entry.written_at, sentence, _words(entry), _look(entry))


def _sentence(entry: OpenEntry, dossier: Dossier) -> str:
    if entry.is_by_reporter:
        return _BY_REPORTER.get(entry.kind, "")
    change = dossier.changes.get(entry.id)
    if change is not None:
        return " ".join(_about(change, by=entry.author.member_id, dossier=dossier))
    member = dossier.members.get(entry.author.member_id) if entry.author.member_id else None
    return _BY_MEMBER.get(entry.kind, "").format(member.name if member else TEAM)


def _about(change: Change, *, by: UUID | None, dossier: Dossier) -> Iterator[str]:
    """Who reads it from then on, and who no longer; never why."""
    stepped_back = change.stepped_back(by)
    for sentence, members in (
        ("{} stepped back.", stepped_back),
        ("{} is kept out.", change.shut_out - stepped_back),
        ("{} has left the team.", change.left),
        ("{} can read it now.", change.admitted),
    ):
        yield from (sentence.format(member.name) for member in dossier.named(members))


def _words(entry: OpenEntry) -> Secret:
    """Of a closed case, the finding if the team shows it."""
    finding = finding_in(entry) if entry.kind is Kind.CLOSED else None
    if finding is not None:
        return Secret(f"{finding.label}.")
    return Secret(entry.text(_WORDS_IN[entry.kind])) if entry.kind in _WORDS_IN else EMPTY


def _look(entry: OpenEntry) -> str:
    if entry.kind not in {Kind.MESSAGE, Kind.FILE, Kind.REPORT}:
        return "log"
    return "from-reporter" if entry.is_by_reporter else "from-team"
