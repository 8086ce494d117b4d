"""Go through the opened entries of a case in their order and keep who may write and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast
from uuid import UUID

from evenhand.accounts.values import PublicKeys
from evenhand.directory.terms import Terms
from evenhand.sealing.signing import VerifyKey
from evenhand.vault.entry_codec import Opened, Spot
from evenhand.vault.values.changes import Setting, may_declare
from evenhand.vault.values.declared import (
    Access,
    WayBack,
    declared_access,
    declared_keys,
)
from evenhand.vault.values.entries import Kind, OpenEntry
from evenhand.vault.values.recovered import recovered_keys


class Walk:
    """What the entries so far declare, and whether each may say so."""

    def __init__(self, left_on: Mapping[UUID, date], terms: Terms) -> None:
        self.reporter: PublicKeys | None = None
        self.access: Access | None = None
        self.way_back = WayBack()
        self.erased: set[UUID] = set()
        self._left_on = left_on  # members who have left the organisation, and when
        self._terms = terms
        self._entries: list[OpenEntry] = []
        self._lost: set[UUID] = set()

    @property
    def is_whole(self) -> bool:
        return all(entry.is_genuine for entry in self._entries) and self._lost <= self.erased

    @property
    def kept_entries(self) -> list[OpenEntry]:
        """Without what was erased: it may still open until its shred key is gone everywhere."""
        return [entry for entry in self._entries if entry.id not in self.erased]

    def lose(self, entry_id: UUID) -> None:
        """An entry that does not open although it is for this reader."""
        self._lost.add(entry_id)

    def take(self, opened: Opened, spot: Spot, *, after: bytes, on: date) -> None:
        """The next entry; `on` is the day on which this site wrote it down."""
        entry = opened.entry
        if self.reporter is None and _is_first_word(entry):
            self.reporter = declared_keys(entry)  # signed by themselves: the next check sees to it
        key = self._key_of(entry, spot)
        is_signed = key is not None and opened.is_signed_by(key, spot)
        is_genuine = is_signed and entry.previous_link == after and self._may_say(entry, on)
        self._entries.append(replace(entry, is_genuine=is_genuine))
        if is_genuine:
            self._follow(entry)

    def _key_of(self, entry: OpenEntry, spot: Spot) -> VerifyKey | None:
        if entry.is_by_reporter:
            return self.reporter.verify if self.reporter else None
        if self.access is None:
            return None
        keys = self.access.keys.get(cast("UUID", entry.author.member_id))
        keys = keys or recovered_keys(entry, self.access, case_id=spot.case_id)
        return keys.verify if keys else None

    def _may_say(self, entry: OpenEntry, on: date) -> bool:
        """Nobody changes more about who may read than is theirs to change."""
        if entry.kind is not Kind.READERS:
            return True
        at = Setting(
            gone=self._left_on.keys(),
            gone_before={one for one, left_on in self._left_on.items() if left_on < on},
            over=self._terms.over(on),
            is_closing=self._has_just_closed(entry),
        )
        return may_declare(entry, self.access, at=at)

    def _has_just_closed(self, entry: OpenEntry) -> bool:
        """Closing and what it changes about the readers stand one after the other (S23)."""
        if entry.is_by_reporter or not self._entries:
            return False
        newest = self._entries[-1]
        is_next = newest.position == entry.position - 1 and newest.author == entry.author
        return is_next and newest.is_genuine and newest.kind is Kind.CLOSED

    def _follow(self, entry: OpenEntry) -> None:
        match entry.kind:
            case Kind.READERS:
                self.access = declared_access(entry)
            case Kind.CODE_REPLACED if entry.is_by_reporter:
                self.reporter = declared_keys(entry)
            case Kind.ERASED if entry.is_by_reporter:
                self.erased |= {UUID(each) for each in cast("list[str]", entry.body["entries"])}
            case _:
                pass
        if entry.is_by_reporter:
            self.way_back = self.way_back.after(entry)


def _is_first_word(entry: OpenEntry) -> bool:
    return entry.position == 1 and entry.kind is Kind.REPORT and "keys" in entry.body
