"""A report as every channel hands it in and every reader sees it (S10).

Everything is optional but the description. Free text is `Secret`; nothing here prints itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Self

from evenhand.sealing.secret import Secret


class Danger(StrEnum):
    """Is anyone in danger right now? (S1, S17)"""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    UNSAID = ""


class Ongoing(StrEnum):
    """Is it still going on? (S10)"""

    YES = "yes"
    OVER = "over"
    UNSURE = "unsure"
    UNSAID = ""


class Channel(StrEnum):
    """How the report came in."""

    WEB = "web"
    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in person"
    PROGRAM = "program"


class Way(StrEnum):
    """How the reporter wants to be reached."""

    ONLY_HERE = "only here"
    MAIL = "mail"
    TEXT = "text"
    CALL = "call"
    IN_PERSON = "in person"
    THROUGH_SOMEONE = "through someone"
    NOT_AT_ALL = "not at all"


class Wish(StrEnum):
    """What would help, in the reporter's own choice. Never a label for what happened."""

    RECORD = "record"
    TALK_TO_ME = "talk to me"
    DISTANCE = "distance"
    TALK_TO_THEM = "talk to them"
    UNKNOWN = "unknown"


class _TextFields:
    """Values whose fields are all `Secret`, kept as plain text inside a sealed body."""

    __slots__ = ()

    def to_body(self) -> dict[str, str]:
        return {part.name: getattr(self, part.name).reveal() for part in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_body(cls, body: dict[str, str]) -> Self:
        return cls(**{part.name: Secret(body.get(part.name, "")) for part in fields(cls)})  # type: ignore[arg-type]


EMPTY = Secret("")


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class ReportedPerson(_TextFields):
    """What the reporter can say about one person the report is about."""

    name: Secret = EMPTY  # names, nicknames, handles
    appearance: Secret = EMPTY
    height: Secret = EMPTY
    clothing: Secret = EMPTY
    accent: Secret = EMPTY
    company: Secret = EMPTY  # on the badge
    ribbons: Secret = EMPTY
    badge_number: Secret = EMPTY


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Witness(_TextFields):
    """Somebody else involved, or who saw it."""

    who: Secret = EMPTY
    contact: Secret = EMPTY


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Promise:
    """What was promised to the reporter when the report came in (B1, S20), and by which policy."""

    acknowledge_by: datetime
    outcome_by: datetime
    policy_version: str


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Report:
    """What happened, as it was told."""

    channel: Channel
    space_name: str
    promise: Promise
    what_happened: Secret
    danger: Danger = Danger.UNSAID
    people: tuple[ReportedPerson, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    when: Secret = EMPTY
    where: Secret = EMPTY
    ongoing: Ongoing = Ongoing.UNSAID
    circumstances: Secret = EMPTY
    concerns: Secret = EMPTY  # retaliation or safety (S12)
    wishes: tuple[Wish, ...] = ()
    other_wish: Secret = EMPTY
    please_do_not: Secret = EMPTY

    @property
    def is_urgent(self) -> bool:
        return self.danger in {Danger.YES, Danger.UNSURE} or self.ongoing is Ongoing.YES


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Identity:
    """Who the reporter is and how to reach them safely; a compartment of its own."""

    way: Way = Way.ONLY_HERE
    name: Secret = EMPTY
    contact: Secret = EMPTY
    times: Secret = EMPTY  # when it is safe to call, where to meet
    proof: Secret = EMPTY  # what we must say so that they know it is us
    must_not_learn: Secret = EMPTY  # who must not learn that they wrote
