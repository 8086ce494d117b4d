"""What the directory tells: who may read, which policy is in force, whom to call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from evenhand.accounts.models import Member
from evenhand.sealing.outside import OutsideKey
from evenhand.sealing.recovery_keys import RecoveryPublic


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


class ConflictAnswers(StrEnum):
    """What a member may say of a conflict of interest (B2)."""

    ONE_KIND = "one kind"
    HARD_AND_SOFT = "hard and soft"


class NewcomersAreAsked(StrEnum):
    """What somebody who joins is asked about cases that are older than that (B15)."""

    NOTHING_OLD = "nothing old"
    NAMES = "names"
    CODE_NAMES = "code names"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Holder:
    """Somebody outside the team who keeps a share of the recovery key (D12)."""

    name: str
    names: tuple[str, ...] = ()  # other names by which a report may call them
    handles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sharing:
    """Who keeps the shares of which recovery key, and when they last tried them."""

    key: RecoveryPublic
    holders: tuple[Holder, ...]
    entered_on: date
    drilled_on: date | None = None

    def to_body(self) -> dict[str, object]:
        return {
            "key": self.key.to_bytes().hex(),
            "holders": [asdict(holder) for holder in self.holders],
            "entered_on": self.entered_on.isoformat(),
            "drilled_on": self.drilled_on.isoformat() if self.drilled_on else "",
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Sharing:
        on = body["drilled_on"]
        return cls(
            key=RecoveryPublic.from_bytes(bytes.fromhex(body["key"])),
            holders=tuple(_holder_from(told) for told in body["holders"]),
            entered_on=date.fromisoformat(body["entered_on"]),
            drilled_on=date.fromisoformat(on) if on else None,
        )


def _holder_from(told: Mapping[str, Any]) -> Holder:
    return Holder(
        name=told["name"],
        names=tuple(told["names"]),
        handles=tuple(told["handles"]),
        addresses=tuple(told["addresses"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Somebody outside to whom a report can be handed over, sealed to their own key."""

    name: str
    address: str
    key: OutsideKey
    words: str  # how else they can be reached, as the organisation wrote it


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
    remind_after_days: int
    conflict_answers: ConflictAnswers
    newcomers_are_asked: NewcomersAreAsked
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
