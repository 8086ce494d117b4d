"""The page Recovery: which key there is, who keeps shares of it, what waits for a second member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evenhand.directory.values import Holder, Sharing
from evenhand.sealing.recovery_keys import RecoveryPublic

FEWEST_HOLDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInUse:
    """The recovery key as two members signed it."""

    words: tuple[str, ...]
    holders: tuple[Holder, ...]
    signed_by: list[str]
    signed_on: date
    drilled_on: date | None
    is_drill_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A recovery key that somebody entered and nobody else has confirmed yet."""

    words: tuple[str, ...]
    holders: tuple[Holder, ...]
    signed_by: list[str]
    fingerprint: str
    may_confirm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPage:
    """Everything on the page."""

    in_use: KeyInUse | None
    proposed: list[Proposed]
    may_enter: bool


def holders_of(key: RecoveryPublic, sharings: Iterable[Sharing]) -> tuple[Holder, ...]:
    return next((told.holders for told in sharings if told.key == key), ())


def holder_in(line: str) -> Holder | None:
    """Somebody on one line: the name, then how else they are called, after commas."""
    name, *others = [part.strip() for part in line.split(",") if part.strip()] or [""]
    if not name:
        return None
    addresses = tuple(part for part in others if "@" in part[1:])
    handles = tuple(part for part in others if part.startswith("@") or "/" in part)
    rest = tuple(part for part in others if part not in (*addresses, *handles))
    return Holder(name=name, names=rest, handles=handles, addresses=addresses)


def line_of(holder: Holder) -> str:
    return ", ".join((holder.name, *holder.names, *holder.handles, *holder.addresses))
