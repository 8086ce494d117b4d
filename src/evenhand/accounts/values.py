"""Who is signed in, and what an open session is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.signing import SigningKey, VerifyKey
from evenhand.sealing.wrapping import PublicKey, ReadingKey

if TYPE_CHECKING:
    from evenhand.accounts.models import Member

SURE_FOR = timedelta(minutes=10)


class Stage(StrEnum):
    """How far somebody has come in signing in."""

    FULL = "full"
    NEEDS_FACTOR = "needs factor"
    NEEDS_ENROLMENT = "needs enrolment"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Somebody's public halves, as signed entries of a case or of the roster declare them.

    Never taken from a row: whoever writes the database could put their own there.
    """

    reading: PublicKey
    verify: VerifyKey


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """A member's private keys in the clear."""

    reading: ReadingKey
    signing: SigningKey

    @classmethod
    def new(cls) -> Keys:
        return cls(reading=ReadingKey.new(), signing=SigningKey.new())

    @classmethod
    def from_bytes(cls, raw: bytes) -> Keys:
        return cls(reading=ReadingKey.from_bytes(raw[:32]), signing=SigningKey.from_bytes(raw[32:]))

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(reading=self.reading.public, verify=self.signing.public)

    def to_bytes(self) -> bytes:
        return self.reading.to_bytes() + self.signing.to_bytes()

    def __repr__(self) -> str:
        return "Keys(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session opened with its cookie. Without a member it is a reporter's visit."""

    token_hash: str = field(repr=False)
    key: DataKey = field(repr=False)  # follows from the token; seals what belongs to the session
    payload: bytes = field(repr=False)
    member: Member | None
    ends_at: datetime  # whatever happens


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A member with their keys, for the length of one request."""

    member: Member
    keys: Keys
    session: OpenSession
    stage: Stage
    stepped_up_at: datetime | None  # when they last showed that it is them

    def is_sure(self, now: datetime) -> bool:
        """Whether they showed it recently enough for what must not happen by a stolen cookie."""
        return self.stepped_up_at is not None and now < self.stepped_up_at + SURE_FOR


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new member and the one-time token of their invitation link."""

    member: Member
    token: str = field(repr=False)


class ProofKind(StrEnum):
    """The ways to show that it is you."""

    CODE = "code"  # from the app, or a recovery code
    PASSKEY = "passkey"
    PASSPHRASE = "passphrase"  # noqa: S105  # only while there is no second step


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody typed, or their browser answered, to show that it is them."""

    kind: ProofKind
    answer: str = field(repr=False)
