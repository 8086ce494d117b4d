"""What was told, line by line, to look it over or to show it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from evenhand.intake.values.answers import Answers
from evenhand.intake.values.drafts import Step
from evenhand.sealing.secret import Secret
from evenhand.vault.values.report import (
    Danger,
    Identity,
    Ongoing,
    Report,
    ReportedPerson,
    Way,
    Wish,
    Witness,
)

_DANGER = {Danger.YES: "Yes", Danger.UNSURE: "Not sure", Danger.NO: "No"}
_ONGOING = {Ongoing.YES: "Yes", Ongoing.OVER: "It is over", Ongoing.UNSURE: "Not sure"}
WISHES = {
    Wish.RECORD: "Just write it down",
    Wish.TALK_TO_ME: "Someone to talk to",
    Wish.DISTANCE: "Distance: other seats, or someone to walk with me",
    Wish.TALK_TO_THEM: "That you talk to the person",
    Wish.UNKNOWN: "I do not know yet",
}
_WAYS = {
    Way.ONLY_HERE: "Only on this website, with my code",
    Way.MAIL: "Email",
    Way.TEXT: "Text message",
    Way.CALL: "Phone call",
    Way.IN_PERSON: "In person",
    Way.THROUGH_SOMEONE: "Through someone I trust",
    Way.NOT_AT_ALL: "Please do not contact me",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A question in short, and what was said to it."""

    label: str
    words: Secret


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one page, with the page to change them on."""

    step: Step
    title: str
    lines: tuple[Line, ...]


def parts_of(answers: Answers) -> list[Part]:
    """All pages, also those on which nothing was said."""
    return [
        Part(Step.STORY, "What happened", _filled(_story(answers))),
        Part(Step.PEOPLE, "Who it is about", _filled(_people(answers))),
        Part(Step.PLACE, "When and where", _filled(_place(answers))),
        Part(Step.CONTACT, "You and your wishes", _filled(_contact(answers))),
    ]


def lines_of(report: Report) -> tuple[Line, ...]:
    """A report that was sent."""
    parts = (_story(report), _people(report), _place(report), _wishes(report))
    return _filled(line for part in parts for line in part)


def _filled(lines: Iterator[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.words)


def _story(told: Answers | Report) -> Iterator[Line]:
    yield Line("In your words", told.what_happened)
    yield Line("Anyone in danger", Secret(_DANGER.get(told.danger, "")))


def _people(told: Answers | Report) -> Iterator[Line]:
    for person in told.people:
        yield Line("About", _in_one(person))
    for witness in told.witnesses:
        yield Line("Also there", _in_one(witness))


def _place(told: Answers | Report) -> Iterator[Line]:
    yield Line("When", told.when)
    yield Line("Where", told.where)
    yield Line("Still going on", Secret(_ONGOING.get(told.ongoing, "")))
    yield Line("Around it", told.circumstances)


def _wishes(told: Answers | Report) -> Iterator[Line]:
    yield Line("What would help", Secret("\n".join(WISHES[wish] for wish in told.wishes)))
    yield Line("Also", told.other_wish)
    yield Line("Please do not", told.please_do_not)
    yield Line("Worries", told.concerns)


def _contact(answers: Answers) -> Iterator[Line]:
    yield from _wishes(answers)
    yield from _identity(answers.identity)
    yield Line("“You have an update.” to", answers.notice_address)


def _identity(identity: Identity) -> Iterator[Line]:
    yield Line("How to reach me", Secret(_WAYS[identity.way]))
    yield Line("Address or place", identity.contact)
    yield Line("Name to use", identity.name)
    yield Line("When it is safe", identity.times)
    yield Line("Words to know you by", identity.proof)
    yield Line("Must not learn of it", identity.must_not_learn)


def _in_one(somebody: ReportedPerson | Witness) -> Secret:
    texts = (getattr(somebody, part.name).reveal() for part in fields(somebody))
    return Secret("\n".join(text for text in texts if text))
