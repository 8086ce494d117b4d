"""What a reporter is told in the moment after sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who can read the report, and what was promised (B1, D2)."""

    space: str
    readers: tuple[str, ...]
    acknowledge_by: datetime
    outcome_by: datetime
    is_urgent: bool

    def to_body(self) -> dict[str, object]:
        return {
            "space": self.space,
            "readers": list(self.readers),
            "acknowledge_by": self.acknowledge_by.isoformat(),
            "outcome_by": self.outcome_by.isoformat(),
            "is_urgent": self.is_urgent,
        }

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Sent:
        return cls(
            space=body["space"],
            readers=tuple(body["readers"]),
            acknowledge_by=datetime.fromisoformat(body["acknowledge_by"]),
            outcome_by=datetime.fromisoformat(body["outcome_by"]),
            is_urgent=body["is_urgent"],
        )
