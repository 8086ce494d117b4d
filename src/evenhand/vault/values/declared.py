"""What the signed entries of a case declare: the reporter's keys and who may read.

Keys are taken from here and never from a row: whoever can write the database could put their
own key into a row, but not into an entry that somebody signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.values.entries import Body, OpenEntry, ReporterKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may read a case, as its signed entries say (D2)."""

    epoch: int
    epoch_key: PublicKey
    readers: frozenset[UUID]
    excluded: frozenset[UUID]

    @classmethod
    def first(cls, key: PublicKey, readers: Iterable[Member], excluded: Iterable[Member]) -> Access:
        """Who may read a new case."""
        return cls(
            epoch=1,
            epoch_key=key,
            readers=frozenset(member.id for member in readers),
            excluded=frozenset(member.id for member in excluded),
        )

    def to_body(self) -> Body:
        return {
            "epoch": self.epoch,
            "epoch_key": self.epoch_key.hex(),
            "readers": _hex(self.readers),
            "excluded": _hex(self.excluded),
        }


def declared_keys(entry: OpenEntry) -> ReporterKeys:
    keys = cast("dict[str, str]", entry.body["keys"])
    return ReporterKeys(
        reading=PublicKey(bytes.fromhex(keys["reading"])),
        verify=VerifyKey(bytes.fromhex(keys["verify"])),
    )


def declared_access(entry: OpenEntry) -> Access:
    body = cast("dict[str, list[str]]", entry.body)
    return Access(
        epoch=cast("int", entry.body["epoch"]),
        epoch_key=PublicKey(bytes.fromhex(cast("str", entry.body["epoch_key"]))),
        readers=frozenset(UUID(member) for member in body["readers"]),
        excluded=frozenset(UUID(member) for member in body["excluded"]),
    )


def keys_to_body(keys: ReporterKeys) -> dict[str, str]:
    return {"reading": keys.reading.hex(), "verify": keys.verify.hex()}


def _hex(ids: Iterable[UUID]) -> list[str]:
    return sorted(member_id.hex for member_id in ids)
