"""What a case was found to be when it was closed (S2, B4), and for how long it is then kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenhand.directory.values import KeepMonths
from evenhand.sealing.secret import Secret
from evenhand.vault.values.entries import Body, OpenEntry


class Finding(StrEnum):
    """Every one is an outcome of full value (S2). The values stand in sealed entries for good."""

    VIOLATION = "violation"
    NO_VIOLATION = "no violation"
    OUT_OF_SCOPE = "out of scope"
    RECORDED = "recorded"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """In words that the reporter may read too."""
        return _LABELS[self]

    def months_in(self, keep: KeepMonths) -> int:
        """For how long a case is kept that ended so."""
        kept: int = getattr(keep, self.name.lower())
        return kept


_LABELS = {
    Finding.VIOLATION: "It was a violation of the code of conduct",
    Finding.NO_VIOLATION: "It was not a violation of the code of conduct",
    Finding.OUT_OF_SCOPE: "It is not for us to decide",
    Finding.RECORDED: "No action, recorded",
    Finding.UNKNOWN: "It could not be found out what happened",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Closing:
    """How a case ends, in the words of whoever closes it."""

    finding: Finding
    last_word: Secret
    is_told: bool = False  # the reporter reads the finding too, not only the last word


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What was found, and the term of the policy in force that day: kept in the case."""

    finding: Finding
    months: int
    policy_version: str

    def to_body(self) -> Body:
        return {
            "finding": self.finding.value,
            "months": self.months,
            "policy_version": self.policy_version,
        }


def finding_in(entry: OpenEntry) -> Finding | None:
    """The finding that an entry tells to whoever may read the entry; None when it tells none."""
    told = entry.text("finding")
    return Finding(told) if told in set(Finding) else None
