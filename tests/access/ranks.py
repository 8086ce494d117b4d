"""Do two samples of times come from the same source? The rank test of Mann and Whitney.

Ranks, not means: one slow answer among hundreds, as on a busy machine, hardly moves them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import median


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two samples are apart."""

    apart: float  # difference of the medians, in the unit of the samples
    p: float  # how likely ranks as uneven as these are, if the source is the same


def compare(first: Sequence[float], second: Sequence[float]) -> Comparison:
    return Comparison(apart=abs(median(first) - median(second)), p=p_of_ranks(first, second))


def p_of_ranks(first: Sequence[float], second: Sequence[float]) -> float:
    """The two-sided p, by the normal approximation with the correction for ties.

    U counts for each pair of one value from each sample whether the first is larger (a tie is
    a half). If both come from one source, U is about normal with mean n·m/2 and variance
    n·m/12 · (N + 1 − Σ(t³ − t) / (N·(N − 1))), where N = n + m and t are the sizes of ties.
    Good from about 20 values each on.
    """
    n, m = len(first), len(second)
    ranks = _mean_ranks([*first, *second])
    u = sum(ranks[value] for value in first) - n * (n + 1) / 2
    ties = sum(t**3 - t for t in Counter([*first, *second]).values())
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if not variance:
        return 1.0  # all values are the same
    return erfc(abs(u - n * m / 2) / sqrt(variance) / sqrt(2))


def _mean_ranks(values: Sequence[float]) -> dict[float, float]:
    """Each value's place in the order, from 1 on; equal values share the mean of their places."""
    ranks: dict[float, float] = {}
    before = 0
    for value, times in sorted(Counter(values).items()):
        ranks[value] = before + (times + 1) / 2
        before += times
    return ranks
