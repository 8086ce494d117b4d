"""Who is looked for, and what was found."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Known:
    """A person who may be named: everything by which somebody might call them."""

    id: Hashable
    names: tuple[str, ...] = ()  # full names, aliases, nicknames; also those of declared conflicts
    handles: tuple[str, ...] = ()  # "@bobk", "bobk@chat.example", "https://chat.example/@bobk"
    addresses: tuple[str, ...] = ()  # of e-mail

    def __repr__(self) -> str:
        return "Known(…)"


class Certainty(Enum):
    """How sure it is that the person is meant. Both withhold; a doubtful one is asked about."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """A person whom the text names."""

    id: Hashable
    certainty: Certainty

    def __repr__(self) -> str:
        return "Mention(…)"
