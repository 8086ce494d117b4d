"""A report as somebody outside reads it, and what its reporter is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from evenhand.intake.values.answers import Answers
from evenhand.intake.values.told import Line, parts_of
from evenhand.sealing.secret import Secret
from evenhand.vault.values.bodies import identity_to_body, report_to_body
from evenhand.vault.values.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What a reporter is told in the moment after a hand-over."""

    number: str
    name: str
    words: str  # how else the outside contact can be reached
    gives_a_way: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a note says of itself before the words of its reporter."""

    number: str
    to: str
    organisation: str
    site: str
    sent_at: datetime
    must_not_see: list[str]  # by name, as the reporter ticked them
    only: list[str]
    gives_a_way: bool


def note_of(answers: Answers, report: Report, about: About) -> Secret:
    """Every field as readable text, then once more for a program (S10).

    Without the address for "You have an update.": that was promised to go to no reader (D4).
    """
    lines = [*_head(about, report), *_told(answers), "", "-- the same for a program --", ""]
    body = json.dumps(_body(answers, report, about), ensure_ascii=False, indent=1)
    return Secret("\n".join(lines) + f"\n{body}\n")


def _head(about: About, report: Report) -> Iterator[str]:
    yield f"Note {about.number}"
    yield f"For {about.to}, who is outside {about.organisation}."
    yield f"Written at {about.site} for {report.space_name}."
    yield f"Sent {about.sent_at:%Y-%m-%d %H:%M} UTC."
    yield ""
    yield "It is locked for you alone."
    yield f"Nobody of {about.organisation} can open it or was told of it."
    if about.gives_a_way:
        yield "An answer comes from you. The last part says how to reach who wrote it."
    else:
        yield "Who wrote it gave no way to be reached. They may call you and say the number above."
    for label, names in (("Must not see it", about.must_not_see), ("Only they may", about.only)):
        if names:
            yield f"{label}, as ticked: {', '.join(names)}"


def _told(answers: Answers) -> Iterator[str]:
    for part in parts_of(answers):
        yield from ("", f"== {part.title} ==")
        for line in part.lines:
            if line.words is not answers.notice_address:
                yield from _written(line)


def _written(line: Line) -> Iterator[str]:
    yield from ("", f"{line.label}:")
    yield from (f"  {row}" for row in line.words.reveal().splitlines())


def _body(answers: Answers, report: Report, about: About) -> Mapping[str, object]:
    told = {name: value for name, value in report_to_body(report).items() if name != "promise"}
    return {
        "number": about.number,
        "sent_at": about.sent_at.isoformat(),
        "must_not_see": about.must_not_see,
        "only": about.only,
        "report": told,
        "identity": identity_to_body(answers.identity),
    }
