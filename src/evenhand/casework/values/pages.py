"""A case as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.casework.values.code_names import name_for, spoken_name
from evenhand.casework.values.lists import Urgency, urgency_of
from evenhand.sealing.secret import Secret
from evenhand.vault.values.covers import Stage, day_in
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind, OpenEntry
from evenhand.vault.values.findings import Finding, finding_in
from evenhand.vault.values.report import Report
from evenhand.vault.values.rounds import Reply, members_who_said, rounds_of

_LOG_WORDS = {
    Kind.OPENED: "opened the case",
    Kind.WITHDRAWN: "withdrew the report and asks that nothing more is done",
    Kind.CLOSED: "closed the case",
    Kind.FOUND: "said what was found",
    Kind.ERASE_ON: "set another day on which the case is erased",
    Kind.LAST_CALL: "looked after the day had come: in two weeks the case is erased",
    Kind.REOPENED: "opened the case again",
    Kind.CODE_REPLACED: "replaced the code",
    Kind.ERASED: "had the contact details erased",
    Kind.READERS: "changed who may read",
    Kind.IDENTITY: "changed how to be reached",
    Kind.ASKED: "asked the others who has a conflict",
    Kind.ANSWERED: "took in an answer about a conflict",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing in the timeline."""

    kind: str  # "message", "note", "file", "report" or "log"
    who: str
    at: datetime
    text: Secret
    is_from_reporter: bool
    is_genuine: bool
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything on a case's page."""

    case_id: UUID
    name: str
    spoken_name: str
    report: Report
    lines: list[Line]
    readers: list[Member]
    excluded: list[Member]
    doubtful: list[Member]
    asked_about: list[str]
    unsure: list[Member]
    stage: Stage
    received_at: datetime
    due_at: datetime | None
    due: Urgency
    is_answered: bool
    is_whole: bool
    has_identity: bool
    is_over: bool
    erase_on: date | None
    finding: Finding | None


def case_page_of(dossier: Dossier, *, viewer: Member, now: datetime) -> CasePage:
    cover = dossier.cover
    return CasePage(
        case_id=dossier.case_id,
        name=name_for(dossier.case_id, viewer.id),
        spoken_name=spoken_name(dossier.case_id),
        report=dossier.report,
        lines=_lines(dossier),
        readers=dossier.readers_now,
        excluded=dossier.excluded_now,
        doubtful=dossier.doubtful_now,
        asked_about=[each.name for each in rounds_of(dossier).values()],
        unsure=[dossier.members[one] for one in members_who_said(dossier, Reply.UNSURE)],
        stage=cover.stage,
        received_at=cover.received_at,
        due_at=cover.next_due_at,
        due=urgency_of(cover.next_due_at, now=now),
        is_answered=cover.is_answered,
        is_whole=dossier.is_whole,
        has_identity=dossier.identity is not None,
        is_over=cover.is_over,
        erase_on=cover.erase_on,
        finding=_finding(dossier),
    )


def _finding(dossier: Dossier) -> Finding | None:
    """What was found when it was last closed, for as long as it is over."""
    found = list(dossier.of_kind(Kind.FOUND)) if dossier.cover.is_over else []
    return finding_in(found[-1]) if found else None


def _lines(dossier: Dossier) -> list[Line]:
    """The timeline without what stands elsewhere on the page: the first report and its setting."""
    taken_in = dossier.entries[:3]
    return [_line(entry, dossier) for entry in dossier.entries if entry not in taken_in]


def _line(entry: OpenEntry, dossier: Dossier) -> Line:
    text = {
        Kind.REPORT: lambda: entry.text("what_happened"),
        Kind.FILE: lambda: entry.text("name"),
        Kind.READERS: lambda: _readers_words(entry, dossier),
        Kind.FOUND: lambda: _found_words(entry),
        Kind.ERASE_ON: lambda: _day_words(entry),
    }.get(entry.kind, lambda: entry.text() or _LOG_WORDS.get(entry.kind, ""))()
    return Line(
        kind="log" if entry.kind in _LOG_WORDS else entry.kind.value,
        who=_who(entry, dossier),
        at=entry.written_at,
        text=Secret(text),
        is_from_reporter=entry.is_by_reporter,
        is_genuine=entry.is_genuine,
        file_id=UUID(entry.text("file")) if entry.kind is Kind.FILE else None,
    )


def _readers_words(entry: OpenEntry, dossier: Dossier) -> str:
    """What an entry changed about who may read; never why."""
    change = dossier.changes.get(entry.id)
    if change is None:
        return _LOG_WORDS[Kind.READERS]
    themselves = change.stepped_back(entry.author.member_id)
    others = dossier.named(change.shut_out - themselves)
    told = [
        "stepped back" if themselves else "",
        f"kept out {_names(others)}" if others else "",
        f"let in {_names(dossier.named(change.admitted))}" if change.admitted else "",
        f"goes on without {_names(dossier.named(change.left))}, who left" if change.left else "",
    ]
    return ", ".join(words for words in told if words) or _LOG_WORDS[Kind.READERS]


def _found_words(entry: OpenEntry) -> str:
    finding = finding_in(entry)
    return f"found: {finding.label}" if finding else _LOG_WORDS[entry.kind]


def _day_words(entry: OpenEntry) -> str:
    day = day_in(entry)
    return f"set the day on which the case is erased to {day.day} {day:%B %Y}" if day else ""


def _names(members: list[Member]) -> str:
    return ", ".join(member.name for member in members)


def _who(entry: OpenEntry, dossier: Dossier) -> str:
    if entry.is_by_reporter:
        return "The reporter"
    member = dossier.members.get(entry.author.member_id) if entry.author.member_id else None
    return member.name if member else "Somebody unknown"
