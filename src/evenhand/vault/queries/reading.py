"""Open and check the entries of a case for whoever holds a key.

Checked are: no position missing, every digest and link as it should be, every signature by the
author's own key, every member's entry by somebody who was a reader then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.sealing import chain
from evenhand.sealing.errors import SealingError
from evenhand.sealing.signing import VerifyKey
from evenhand.vault.entry_codec import Opened, Spot, link_of, open_entry
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, ShredKey
from evenhand.vault.values.declared import Access, declared_access, declared_keys
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Kind, OpenEntry, ReporterKeys

Unwrap = Callable[[Entry, Spot], bytes]


def read_dossier(case: Case, unwrap: Unwrap) -> Dossier:
    """All that `unwrap` can open of the case. Raises NotVisible when not even the report opens."""
    rows = list(Entry.objects.filter(case=case).order_by("position"))
    shreds = entry_shreds(case.id)
    members = {m.id: m for m in Member.objects.filter(organisation_id=case.organisation_id)}
    walk = _Walk(members)
    for row in rows:
        opened = _opened(row, shreds, unwrap)
        if opened is not None:
            walk.take(opened, spot_of(row))
        elif not bytes(row.sealed):
            walk.erased.add(row.id)
    if walk.reporter is None or walk.access is None:
        raise NotVisible
    return Dossier(
        case_id=case.id,
        organisation_id=case.organisation_id,
        head=case.head,
        entries=tuple(walk.entries),
        is_whole=_is_chain_whole(case, rows) and walk.is_whole,
        reporter=walk.reporter,
        access=walk.access,
        members=members,
    )


def entry_shreds(case_id: UUID) -> dict[UUID | None, bytes]:
    """The shred keys of a case's entries."""
    keys = ShredKey.objects.filter(case_id=case_id, number=0).values_list("entry_id", "key")
    return {entry_id: bytes(key) for entry_id, key in keys}


def spot_of(row: Entry) -> Spot:
    return Spot(case_id=row.case_id, entry_id=row.id, position=row.position, epoch=row.epoch)


def _opened(row: Entry, shreds: Mapping[UUID | None, bytes], unwrap: Unwrap) -> Opened | None:
    spot = spot_of(row)
    try:
        data_key = unwrap(row, spot)
        return open_entry(bytes(row.sealed), spot, data_key=data_key, shred=shreds.get(row.id, b""))
    except SealingError:
        return None  # not for this reader, or damaged: the chain check tells which


def _is_chain_whole(case: Case, rows: Iterable[Entry]) -> bool:
    """Whether the rows are exactly the ones that were written, in their order."""
    link, count = chain.START, 0
    for count, row in enumerate(rows, start=1):
        digest = bytes(row.digest)
        is_intact = not row.sealed or chain.digest_of(bytes(row.sealed)) == digest
        link = link_of(spot_of(row), digest, after=link)
        if row.position != count or not is_intact or link != bytes(row.link):
            return False
    return count == case.head and link == bytes(case.head_link)


class _Walk:
    """Goes through the opened entries in order and keeps who may write and sign."""

    def __init__(self, members: Mapping[UUID, Member]) -> None:
        self.members = members
        self.entries: list[OpenEntry] = []
        self.reporter: ReporterKeys | None = None
        self.access: Access | None = None
        self.erased: set[UUID] = set()
        self._declared_erased: set[str] = set()
        self._all_genuine = True

    @property
    def is_whole(self) -> bool:
        return self._all_genuine and {e.hex for e in self.erased} <= self._declared_erased

    def take(self, opened: Opened, spot: Spot) -> None:
        entry = opened.entry
        if self.reporter is None and entry.kind is Kind.REPORT:
            self.reporter = declared_keys(entry)
        key = self._key_of(entry)
        is_genuine = key is not None and opened.is_signed_by(key, spot)
        self._all_genuine &= is_genuine
        self.entries.append(replace(entry, is_genuine=is_genuine))
        if is_genuine:
            self._follow(entry)

    def _key_of(self, entry: OpenEntry) -> VerifyKey | None:
        if entry.is_by_reporter:
            return self.reporter.verify if self.reporter else None
        member = self.members.get(cast("UUID", entry.author.member_id))
        if member is None or self.access is None or member.id not in self.access.readers:
            return None
        return VerifyKey(bytes(member.verify_key))

    def _follow(self, entry: OpenEntry) -> None:
        match entry.kind:
            case Kind.READERS:
                self.access = declared_access(entry)
            case Kind.CODE_REPLACED if entry.is_by_reporter:
                self.reporter = declared_keys(entry)
            case Kind.ERASED if entry.is_by_reporter:
                self._declared_erased |= set(cast("list[str]", entry.body["entries"]))
            case _:
                pass
