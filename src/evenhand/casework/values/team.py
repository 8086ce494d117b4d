"""The team as a member sees it: who is on the roster, who waits, who is to leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody on the roster."""

    id: UUID
    name: str
    pronouns: str
    role: str
    since: date
    confirmed_by: tuple[str, ...]  # names; nobody for a founder
    is_by_recovery: bool  # with the recovery key instead
    is_to_leave_by: tuple[str, ...]  # names of those who say so, while a second one is missing
    may_let_go: bool  # the viewer may say that they leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who has joined and waits to be confirmed."""

    id: UUID
    name: str
    words: tuple[str, ...] = field(repr=False)
    fingerprint: str = field(repr=False)
    confirmed_by: tuple[str, ...]
    may_confirm: bool
    may_let_go: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Everybody."""

    colleagues: list[Colleague]
    newcomers: list[Newcomer]
    needs_two: bool  # more than one person has to say that somebody leaves
    may_invite: bool  # the viewer may ask somebody to join
