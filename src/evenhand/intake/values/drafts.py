"""A report on its way from page to page. It is nowhere but in the reporter's own form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from evenhand.intake.values.answers import Answers


class Step(StrEnum):
    """The pages of a report, in their order (UX P1 to P5)."""

    STORY = "story"
    PEOPLE = "people"
    PLACE = "place"
    CONTACT = "contact"
    CHECK = "check"

    @property
    def before(self) -> Step | None:
        at = _ORDER.index(self)
        return _ORDER[at - 1] if at else None

    @property
    def after(self) -> Step | None:
        at = _ORDER.index(self) + 1
        return _ORDER[at] if at < len(_ORDER) else None

    @property
    def number(self) -> int:
        return _ORDER.index(self) + 1


_ORDER = tuple(Step)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, carried along so that it shows even when the database is gone (S1)."""

    label: str
    number: str


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Draft:
    """Answers so far, with the receipt they will get.

    It is minted before the last step, so that sending twice gives one report and one code.
    """

    id: bytes  # random; says nothing
    minted_at: datetime
    space: str  # slug
    digits: str  # of the receipt
    seed: bytes  # what its keys are made from: the slow step is done
    country: str = ""  # chosen for the help numbers
    has_seen_numbers: bool = False
    shows_outside: bool = False  # the page it is in says that it goes to somebody outside
    phones: tuple[Phone, ...] = ()
    answers: Answers = field(default_factory=Answers)

    def with_answers(self, answers: Answers) -> Self:
        return replace(self, answers=answers)

    def __repr__(self) -> str:
        return "Draft(…)"
