"""A case in the clear, for as long as one request lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.values import PublicKeys
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.values.bodies import identity_from_body, report_from_body
from evenhand.vault.values.changes import Change
from evenhand.vault.values.covers import Cover, fold
from evenhand.vault.values.declared import Access, declared_access
from evenhand.vault.values.entries import Kind, OpenEntry
from evenhand.vault.values.report import Identity, Report

# Only what both sides read goes into a cover, so that both fold the same.
_ON_COVERS = tuple(kind for kind in Kind if kind.is_for_reporter)


@dataclass(frozen=True, kw_only=True, repr=False)
class Dossier:
    """Everything the asking person may read of a case, checked.

    What is said of the case counts only genuine entries; the others are there to be shown as
    what they are.
    """

    case_id: UUID
    organisation_id: UUID
    head: int
    head_link: bytes
    entries: tuple[OpenEntry, ...]
    is_whole: bool  # nothing is missing, moved, changed or written by somebody else
    reporter: PublicKeys
    access: Access
    members: Mapping[UUID, Member]
    may_read: Mapping[UUID, PublicKeys]  # who may be let in: on the roster, with these keys
    left: frozenset[UUID]  # who has left, as the roster says
    kept_until: date  # from then on it is erased even if nobody looks
    erased: frozenset[UUID] = frozenset()  # entries that the reporter had erased

    @cached_property
    def report(self) -> Report:
        return report_from_body(self.entries[0].body)

    @cached_property
    def identity(self) -> Identity | None:
        """Who the reporter is, as last told; None once erased."""
        told = list(self.of_kind(Kind.IDENTITY))
        return identity_from_body(told[-1].body) if told else None

    @cached_property
    def cover(self) -> Cover:
        return self.cover_at(self.head)

    def cover_at(self, position: int) -> Cover:
        """The cover as it was when the entry at this position was the newest."""
        told = (e for e in self.of_kind(*_ON_COVERS) if e.position <= position)
        return fold(self.case_id, told)._replace(position=position)

    @property
    def openings(self) -> list[tuple[Member, datetime]]:
        """Who has opened the case and when (D2)."""
        opened = ((entry.author.member_id, entry.written_at) for entry in self.of_kind(Kind.OPENED))
        return [(self.members[who], at) for who, at in opened if who and who in self.members]

    @property
    def readers_now(self) -> list[Member]:
        return self.named(self.access.readers - self.leavers)

    @property
    def leavers(self) -> frozenset[UUID]:
        """Readers, as the entries say, who have left the organisation since (B15)."""
        return self.access.readers & self.left

    @cached_property
    def changes(self) -> Mapping[UUID, Change]:
        """What each entry that says who may read has changed, without the first (D2)."""
        told = list(self.of_kind(Kind.READERS))
        pairs = pairwise(declared_access(entry) for entry in told)
        return {
            entry.id: Change.between(before, after)
            for entry, (before, after) in zip(told[1:], pairs, strict=True)
        }

    @property
    def excluded_now(self) -> list[Member]:
        return self.named(self.access.excluded)

    @property
    def doubtful_now(self) -> list[Member]:
        """Members whom the report may name: the readers say whether it is harmless (D1)."""
        return self.named(self.access.doubtful)

    @property
    def has_been_opened(self) -> bool:
        return any(True for _ in self.of_kind(Kind.OPENED))

    @property
    def is_withdrawn(self) -> bool:
        return any(True for _ in self.of_kind(Kind.WITHDRAWN))

    def of_kind(self, *kinds: Kind) -> Iterator[OpenEntry]:
        return (entry for entry in self.entries if entry.kind in kinds and entry.is_genuine)

    def named(self, ids: AbstractSet[UUID]) -> list[Member]:
        """These members, by name."""
        known = (self.members[member_id] for member_id in ids if member_id in self.members)
        return sorted(known, key=lambda member: member.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case as one of its readers has it open."""

    dossier: Dossier
    key: ReadingKey = field(repr=False)  # of the current epoch
    older_keys: Mapping[int, ReadingKey] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A reporter who came back with their code."""

    keys: ReceiptKeys
    case_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FileToStore:
    """A file in memory, on its way into the vault."""

    name: str
    content_type: str
    content: bytes
    note: str = ""  # what was done to it: "Place and device data removed."
