"""Rounds of questions: who has a conflict of interest with the reported person (S16, B2)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from uuid import UUID

from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Body, Draft, Kind

LONGEST_NAME = 200  # characters
CARD_BYTES = 1024  # every card is this long: room for a name of any script
SECRET_BYTES = 32


class Reply(StrEnum):
    """What a member may answer. Nobody asks why, and silence is no access."""

    CONFLICT = "conflict"
    NONE = "none"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Round:
    """One question, and the key that opens its answers: kept inside the case."""

    id: UUID
    name: str  # of the reported person, as it was written
    key: ReadingKey

    def to_body(self) -> Body:
        return {"round": self.id.hex, "name": self.name, "key": self.key.to_bytes().hex()}

    @classmethod
    def from_body(cls, body: Body) -> Round:
        told = cast("dict[str, str]", body)
        return cls(
            id=UUID(told["round"]),
            name=told["name"],
            key=ReadingKey.from_bytes(bytes.fromhex(told["key"])),
        )


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Question:
    """What is on a card: only the name. The rest leads the answer back."""

    name: str
    to: PublicKey
    secret: bytes  # from which the place of the answer follows

    def to_bytes(self) -> bytes:
        """Always CARD_BYTES."""
        told = {"name": self.name, "to": self.to.hex(), "secret": self.secret.hex()}
        return json.dumps(told, ensure_ascii=False).encode().ljust(CARD_BYTES)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Question:
        told = json.loads(raw)
        return cls(
            name=told["name"],
            to=PublicKey(bytes.fromhex(told["to"])),
            secret=bytes.fromhex(told["secret"]),
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


def rounds_of(dossier: Dossier) -> dict[UUID, Round]:
    """All rounds of a case by their id."""
    rounds = (Round.from_body(entry.body) for entry in dossier.of_kind(Kind.ASKED))
    return {each.id: each for each in rounds}


def answers_in(dossier: Dossier) -> dict[UUID, Reply]:
    """What each member answered last."""
    told = (cast("dict[str, str]", entry.body) for entry in dossier.of_kind(Kind.ANSWERED))
    return {UUID(each["member"]): Reply(each["reply"]) for each in told}


def members_who_said(dossier: Dossier, reply: Reply) -> list[UUID]:
    """Those of this answer who do not read the case and are not kept out of it."""
    access = dossier.access
    settled = access.readers | access.excluded | access.doubtful | dossier.leavers
    said = answers_in(dossier).items()
    return [member for member, what in said if what is reply and member not in settled]


def to_be_asked(dossier: Dossier, members: Iterable[UUID]) -> set[UUID]:
    """Everybody who is not kept out, does not read it already and has not said "conflict"."""
    access, answers = dossier.access, answers_in(dossier)
    conflicted = {member for member, reply in answers.items() if reply is Reply.CONFLICT}
    return set(members) - access.readers - access.excluded - access.doubtful - conflicted
