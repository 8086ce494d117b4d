"""Rounds of questions: who has a conflict of interest with the reported person (S16, B2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import cast
from uuid import UUID

from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.values.entries import Body, Draft, Kind

LONGEST_NAME = 200  # characters
CARD_BYTES = 1024  # every card is this long: room for a name of any script
SHOWN_FOR = timedelta(days=60)  # a card, if nobody answers it
_ID_CHARACTERS = 35  # of one member in a list of them


class Reply(StrEnum):
    """What a member may answer. Nobody asks why, and silence is no access."""

    CONFLICT = "conflict"
    SOFT = "soft"  # they know them a little; only where the policy tells conflicts apart
    NONE = "none"
    UNSURE = "unsure"


class Asks(StrEnum):
    """Whom a round asks."""

    EVERYBODY = "everybody"
    BOARD = "board"  # to stand in for the leads (S23)
    ADVISER = "adviser"  # one, to advise (B15)
    NEWCOMERS = "newcomers"  # whoever joined after the round before (B15)


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Round:
    """One question, and the key that opens its answers: kept inside the case."""

    id: UUID
    name: str  # of the reported person, as it was written
    key: ReadingKey
    asks: Asks = Asks.EVERYBODY
    asked: frozenset[UUID] = frozenset()
    code: str = ""  # two words that stay with this name in this case (B12)
    is_by_code: bool = False  # the cards show them in the place of the name
    may_be_soft: bool = False

    @property
    def shown(self) -> str:
        return self.code if self.is_by_code else self.name

    def to_body(self, *, members: int) -> Body:
        """As long for one who is asked as for all members: its size does not tell how many."""
        room = "0" * _ID_CHARACTERS * (members - len(self.asked))
        return {
            "round": self.id.hex,
            "name": self.name,
            "key": self.key.to_bytes().hex(),
            "asks": self.asks.value,
            "asked": sorted(member.hex for member in self.asked),
            "code": self.code,
            "by_code": self.is_by_code,
            "soft": self.may_be_soft,
            "room": room,
        }

    @classmethod
    def from_body(cls, body: Body) -> Round:
        told = cast("dict[str, str]", body)
        return cls(
            id=UUID(told["round"]),
            name=told["name"],
            key=ReadingKey.from_bytes(bytes.fromhex(told["key"])),
            asks=Asks(told.get("asks", Asks.EVERYBODY)),
            asked=frozenset(UUID(member) for member in told.get("asked", [])),
            code=told.get("code", ""),
            is_by_code=bool(told.get("by_code")),
            may_be_soft=bool(told.get("soft")),
        )


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Question:
    """What is on a card: only the name. The rest leads the answer back."""

    name: str
    to: PublicKey
    secret: bytes  # from which the place of the answer follows
    may_be_soft: bool = False
    is_code: bool = False  # two words in the place of the name

    def to_bytes(self) -> bytes:
        """Always CARD_BYTES."""
        told = {
            "name": self.name,
            "to": self.to.hex(),
            "secret": self.secret.hex(),
            "soft": self.may_be_soft,
            "code": self.is_code,
        }
        return json.dumps(told, ensure_ascii=False).encode().ljust(CARD_BYTES)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Question:
        told = json.loads(raw)
        return cls(
            name=told["name"],
            to=PublicKey(bytes.fromhex(told["to"])),
            secret=bytes.fromhex(told["secret"]),
            may_be_soft=told.get("soft", False),
            is_code=told.get("code", False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody answered, as the case keeps it."""

    round_id: UUID
    member_id: UUID
    reply: Reply

    def to_draft(self) -> Draft:
        return Draft(Kind.ANSWERED, self._to_body())

    def to_bytes(self) -> bytes:
        return json.dumps(self._to_body(), sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Answered:
        """Raises ValueError, LookupError or TypeError when it is none."""
        told = json.loads(raw)
        return cls(
            round_id=UUID(told["round"]),
            member_id=UUID(told["member"]),
            reply=Reply(told["reply"]),
        )

    def _to_body(self) -> dict[str, str]:
        return {
            "round": self.round_id.hex,
            "member": self.member_id.hex,
            "reply": self.reply.value,
        }


def printable(name: str) -> str:
    """One line, no longer than a card has room for."""
    signs = (sign if sign.isprintable() else " " for sign in name)
    return " ".join("".join(signs).split())[:LONGEST_NAME]


def is_same_name(one: str, other: str) -> bool:
    return printable(one).casefold() == printable(other).casefold()
