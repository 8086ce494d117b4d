"""What the directory tells: who may read, which policy is in force, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from urllib.parse import quote

from evenhand.accounts.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A member as shown to somebody who reports (S6, D2)."""

    member: Member
    name: str
    pronouns: str
    languages: str
    role: str  # "Lead responder, Board member"
    has_photo: bool
    about: str = ""
    direct_address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KnownAs:
    """What a member says of themselves, so that no report about it reaches them (D1, B2)."""

    names: tuple[str, ...] = ()  # nicknames, former names, in any script
    handles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()  # names of people they must not decide about; never a reason

    def to_body(self) -> dict[str, tuple[str, ...]]:
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @classmethod
    def from_body(cls, body: Mapping[str, Iterable[str]]) -> KnownAs:
        return cls(**{part.name: tuple(body.get(part.name, ())) for part in fields(cls)})


class ClockStart(StrEnum):
    """What promised days are counted from (B1)."""

    RECEIPT = "receipt"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepMonths:
    """For how many months a case is kept after it ended, by how it ended."""

    violation: int
    no_violation: int
    out_of_scope: int
    recorded: int
    unknown: int
    withdrawn: int

    @property
    def longest(self) -> int:
        return max(
            self.violation,
            self.no_violation,
            self.out_of_scope,
            self.recorded,
            self.unknown,
            self.withdrawn,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The values in force somewhere on some day. What they mean stands in policies/psf.toml."""

    acknowledge_within_days: int
    status_within_days: int
    outcome_within_days: int
    clock_starts: ClockStart
    first_readers_on_duty: int
    leads_kept_out_before_step_in: int
    second_factor_required: bool
    keep_months: KeepMonths
    version: str  # the same values give the same version, wherever they were set


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number to call or to text, as it is written where it is used."""

    label: str  # what it is for: "Police"
    number: str
    name: str = ""  # who answers: "Samaritans"
    sms: str = ""  # what to text: "SHOUT to 85258", or only the number
    hours: str = ""
    languages: str = ""
    is_called: bool = True  # no for a number that only takes text

    @property
    def tel(self) -> str:
        """For a link; keeps the + * # that some numbers have."""
        return "tel:" + quote(_dialled(self.number), safe="+*") if self.is_called else ""

    @property
    def sms_link(self) -> str:
        """Opens a text message with the word that the service asks for."""
        word, _, number = self.sms.rpartition(" to ")
        if not self.sms:
            return ""
        return f"sms:{_dialled(number)}" + (f"?body={quote(word)}" if word else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNumbers:
    """Whom to call now, for a place (S1)."""

    country: str
    country_name: str
    local: tuple[Number, ...]  # the team's phone and numbers of the place itself
    emergency: tuple[Number, ...]  # empty when nobody could tell us
    lines: tuple[Number, ...]  # somebody to talk to; they do not know of the report
    checked_on: date | None  # by an organiser of the space, within twelve months


def _dialled(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit() or sign in "+*#")
