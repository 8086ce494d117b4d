"""Lines of the roster: what members sign, how a line follows from the one before it, its seal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from evenhand.accounts.values import PublicKeys
from evenhand.sealing import chain
from evenhand.sealing.check_words import check_words
from evenhand.sealing.deriving import derive
from evenhand.sealing.errors import Forged
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SigningKey, VerifyKey, check_signature

RECOVERY = UUID(int=0)  # in the place of a member: the organisation's recovery key


class RosterKind(StrEnum):
    """What a line says of a member, or of the recovery key."""

    FOUNDED = "founded"
    JOINED = "joined"
    LEFT = "left"
    RECOVERY_KEY = "recovery key"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and what they wrote under it."""

    by: UUID
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What members sign. It has no position, so that a first signature does not grow stale.

    Nothing is gained by saying it twice: a member joins once, leaves once and never comes back,
    and a recovery key is taken into use once.
    """

    organisation_id: UUID
    kind: RosterKind
    member_id: UUID
    keys: PublicKeys

    def signed(self, key: SigningKey, *, by: UUID) -> Signature:
        return Signature(by, key.sign(self._message, place=self._place))

    def is_signed(self, signature: bytes, *, key: VerifyKey) -> bool:
        try:
            check_signature(signature, self._message, by=key, place=self._place)
        except Forged:
            return False
        return True

    @property
    def check_words(self) -> tuple[str, ...]:
        """What two people compare: the same for the same member with the same keys."""
        row = (self.organisation_id.bytes, self.member_id.bytes)
        return check_words(self._message, place=_place(Purpose.CHECK_WORDS, *row))

    @property
    def fingerprint(self) -> str:
        """Names exactly these keys in a form, so that nobody agrees to others unseen."""
        return chain.digest_of(self._place.frame(self._message)).hex()

    @property
    def _message(self) -> bytes:
        return self.keys.reading + self.keys.verify

    @property
    def _place(self) -> Place:
        row = (self.organisation_id.bytes, self.kind.encode(), self.member_id.bytes)
        return _place(Purpose.ROSTER_STATEMENT, *row)


@dataclass(frozen=True, slots=True)
class Head:
    """How far somebody has seen the roster."""

    position: int = 0
    link: bytes = chain.START


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the roster as it stands in its row."""

    id: UUID  # random: the same lines written again are other lines
    position: int
    statement: Statement
    name: str  # of the member, so that two rows cannot change names unseen
    written_on: date
    signatures: tuple[Signature, ...]
    link: bytes = b""
    seal: bytes = b""

    def sealed_after(self, before: bytes) -> Line:
        """The line as it follows from the link before it."""
        link = self.link_after(before)
        return replace(self, link=link, seal=self._seal(link))

    def link_after(self, before: bytes) -> bytes:
        digest = chain.digest_of(self._place(Purpose.ROSTER_LINE, *self._parts()).encode())
        return chain.link_after(before, digest, place=self._place(Purpose.ROSTER_LINK))

    def follows(self, head: Head) -> bool:
        """Whether exactly this was written by this site after that head."""
        if self.position != head.position + 1:
            return False
        link = self.link_after(head.link)
        return self.link == link and compare_digest(self.seal, self._seal(link))

    @property
    def head(self) -> Head:
        return Head(self.position, self.link)

    @property
    def is_joining(self) -> bool:
        """Whether others signed for somebody, rather than that they founded it."""
        return self.statement.kind is RosterKind.JOINED

    def _seal(self, link: bytes) -> bytes:
        return derive(_key(), self._place(Purpose.ROSTER_SEAL, link))

    def _place(self, purpose: Purpose, *parts: bytes) -> Place:
        position = self.position.to_bytes(8, "big")
        return _place(purpose, self.statement.organisation_id.bytes, position, *parts)

    def _parts(self) -> tuple[bytes, ...]:
        told = self.statement
        signed = (part for each in self.signatures for part in (each.by.bytes, each.signature))
        return (
            self.id.bytes,
            told.kind.encode(),
            told.member_id.bytes,
            told.keys.reading,
            told.keys.verify,
            self.name.encode(),
            self.written_on.isoformat().encode(),
            *signed,
        )


def founder_mark(organisation_id: UUID, member_id: UUID, invitation_hash: str) -> bytes:
    """Whoever accepts this very invitation may found. Only the site can write it."""
    row = (organisation_id.bytes, member_id.bytes, invitation_hash.encode())
    return derive(_key(), _place(Purpose.FOUNDER, *row))


def _key() -> bytes:
    """A secret of the site that is not in the database."""
    return bytes(settings.SITE_SECRETS.pepper)


def _place(purpose: Purpose, *row: bytes) -> Place:
    return Place(purpose, settings.SITE_SECRETS.site, row)
