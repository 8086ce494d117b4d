"""Figures: what was measured, against what was aimed at."""

from __future__ import annotations

import json
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str
    aim: str = ""

    def line(self) -> str:
        aim = f"   (aim {self.aim})" if self.aim else ""
        return f"{self.name:<58} {self.value:>10.1f} {self.unit}{aim}"


def percentile(values: Sequence[float], of_hundred: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * of_hundred // 100)]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def keep(figures: Sequence[Figure]) -> Path:
    """Write the figures as JSON beside the earlier ones."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(tz=UTC)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M}.local.json"
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    told = {"measured_at": now.isoformat(), **machine, "figures": [asdict(f) for f in figures]}
    path.write_text(json.dumps(told, indent=1) + "\n")
    return path
