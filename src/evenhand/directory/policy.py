"""Read policy values: the shipped ones, and those an organisation or a space has set.

Every value travels as text and is read here, so that a shipped and a set value obey one rule.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

from evenhand.directory.errors import NoSuchPolicyValue, WrongPolicyValue
from evenhand.directory.values import ClockStart, KeepMonths, Policy

SHIPPED = Path(__file__).parent / "policies" / "psf.toml"
LONGEST_DAYS = 365
LONGEST_MONTHS = 240
MOST_READERS = 20


def policy_of(texts: Mapping[str, str]) -> Policy:
    """The shipped policy with these values laid over it."""
    laid_over = {**shipped_values(), **texts}
    return Policy(
        acknowledge_within_days=_days(laid_over["acknowledge_within_days"]),
        status_within_days=_days(laid_over["status_within_days"]),
        outcome_within_days=_days(laid_over["outcome_within_days"]),
        clock_starts=_clock_start(laid_over["clock_starts"]),
        first_readers_on_duty=_readers(laid_over["first_readers_on_duty"]),
        leads_kept_out_before_step_in=_readers(laid_over["leads_kept_out_before_step_in"]),
        second_factor_required=_yes_or_no(laid_over["second_factor_required"]),
        keep_months=_keep_months(laid_over),
        version=_version_of(laid_over),
    )


def check_value(name: str, text: str) -> None:
    """Refuse a value that could not be read later, when a promise depends on it."""
    if name not in shipped_values():
        raise NoSuchPolicyValue
    policy_of({name: text})


@cache
def shipped_values() -> Mapping[str, str]:
    """Each value of the shipped policy as text."""
    values = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return {name: to_text(value) for name, value in values.items()}


def to_text(value: str | int) -> str:
    """How a value is kept: 7, receipt, true."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _version_of(texts: Mapping[str, str]) -> str:
    lines = "".join(f"{name}={texts[name]}\n" for name in sorted(shipped_values()))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _whole(most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
            raise WrongPolicyValue
        return int(text)

    return read


_days = _whole(LONGEST_DAYS)
_months = _whole(LONGEST_MONTHS)
_readers = _whole(MOST_READERS)


def _keep_months(texts: Mapping[str, str]) -> KeepMonths:
    names = [part.name for part in fields(KeepMonths)]
    return KeepMonths(**{name: _months(texts[f"keep_{name}_months"]) for name in names})


def _clock_start(text: str) -> ClockStart:
    try:
        return ClockStart(text)
    except ValueError as error:
        raise WrongPolicyValue from error


def _yes_or_no(text: str) -> bool:
    if text not in {"true", "false"}:
        raise WrongPolicyValue
    return text == "true"
