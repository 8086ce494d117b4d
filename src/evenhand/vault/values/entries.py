"""Entries: everything said or done in a case, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from evenhand.sealing.signing import SigningKey

Body = Mapping[str, object]


class Kind(StrEnum):
    """What an entry is."""

    REPORT = "report"
    IDENTITY = "identity"
    READERS = "readers"
    MESSAGE = "message"
    FILE = "file"
    NOTE = "note"
    OPENED = "opened"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REOPENED = "reopened"
    CODE_REPLACED = "code replaced"
    ERASED = "erased"
    ASKED = "asked"  # who has a conflict; opens a round
    ANSWERED = "answered"
    FOUND = "found"  # what a case was found to be, and the term that follows; just before CLOSED
    ERASE_ON = "erase on"  # another day than the one that followed when it ended
    LAST_CALL = "last call"  # the day has come: two weeks are left to keep the case

    @property
    def is_for_reporter(self) -> bool:
        """Whether the reporter may read it too; both then read the same ciphertext."""
        return self not in _FOR_READERS


_FOR_READERS = frozenset({Kind.NOTE, Kind.ASKED, Kind.ANSWERED, Kind.FOUND})


class AuthorRole(StrEnum):
    """In which role an entry was signed."""

    REPORTER = "reporter"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry; only a member has an id."""

    role: AuthorRole
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """An author with the key that signs."""

    author: Author
    signing: SigningKey


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is sealed."""

    kind: Kind
    body: Body = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An entry in the clear, for as long as one request lasts."""

    id: UUID
    position: int
    kind: Kind
    author: Author
    written_at: datetime
    body: Body = field(repr=False)
    is_genuine: bool  # the signature and the link to the entry before it hold
    previous_link: bytes = field(repr=False, default=b"")

    @property
    def is_by_reporter(self) -> bool:
        return self.author.role is AuthorRole.REPORTER

    def text(self, name: str = "text") -> str:
        value = self.body.get(name, "")
        return value if isinstance(value, str) else ""


def reporter_writer(signing: SigningKey) -> Writer:
    return Writer(Author(AuthorRole.REPORTER), signing)


def member_writer(member_id: UUID, signing: SigningKey) -> Writer:
    return Writer(Author(AuthorRole.MEMBER, member_id), signing)
