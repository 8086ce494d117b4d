"""A case in the clear, for as long as one request lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.values.bodies import identity_from_body, report_from_body
from evenhand.vault.values.covers import Cover, fold
from evenhand.vault.values.declared import Access
from evenhand.vault.values.entries import Kind, OpenEntry, ReporterKeys
from evenhand.vault.values.report import Identity, Report


@dataclass(frozen=True, kw_only=True, repr=False)
class Dossier:
    """Everything the asking person may read of a case, checked."""

    case_id: UUID
    organisation_id: UUID
    head: int
    entries: tuple[OpenEntry, ...]
    is_whole: bool  # no entry is missing, moved, changed or written by somebody else
    reporter: ReporterKeys
    access: Access
    members: Mapping[UUID, Member]

    @cached_property
    def report(self) -> Report:
        return report_from_body(self.entries[0].body)

    @cached_property
    def identity(self) -> Identity | None:
        """Who the reporter is, as last told; None once erased."""
        kept = [entry for entry in self.of_kind(Kind.IDENTITY) if not entry.is_erased]
        return identity_from_body(kept[-1].body) if kept else None

    @cached_property
    def cover(self) -> Cover:
        return fold(self.case_id, (e for e in self.entries if e.kind.is_for_reporter))

    @property
    def openings(self) -> list[tuple[Member, datetime]]:
        """Who has opened the case and when (D2)."""
        opened = ((entry.author.member_id, entry.written_at) for entry in self.of_kind(Kind.OPENED))
        return [(self.members[who], at) for who, at in opened if who and who in self.members]

    @property
    def readers_now(self) -> list[Member]:
        return self._named(self.access.readers)

    @property
    def excluded_now(self) -> list[Member]:
        return self._named(self.access.excluded)

    @property
    def has_been_opened(self) -> bool:
        return any(True for _ in self.of_kind(Kind.OPENED))

    @property
    def is_withdrawn(self) -> bool:
        return any(True for _ in self.of_kind(Kind.WITHDRAWN))

    def of_kind(self, *kinds: Kind) -> Iterator[OpenEntry]:
        return (entry for entry in self.entries if entry.kind in kinds)

    def _named(self, ids: frozenset[UUID]) -> list[Member]:
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
