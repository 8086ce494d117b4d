"""What the signed entries of a case declare: the reporter's keys, who may read, the way back.

Keys are taken from here and never from a row: whoever can write the database could put their
own key into a row, but not into an entry that somebody signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.sealing.chain import digest_of
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.values.entries import Body, OpenEntry, PublicKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may read a case, as its signed entries say (D2), and with which keys."""

    epoch: int
    epoch_key: PublicKey
    keys: Mapping[UUID, PublicKeys]  # of the readers
    excluded: frozenset[UUID]

    @classmethod
    def first(cls, key: PublicKey, readers: Iterable[Member], excluded: Iterable[Member]) -> Access:
        """Who may read a new case."""
        return cls(
            epoch=1,
            epoch_key=key,
            keys={member.id: _keys_of(member) for member in readers},
            excluded=frozenset(member.id for member in excluded),
        )

    def without(self, out: Iterable[Member], *, key: PublicKey) -> Access:
        """Who may read from the next epoch on, once these are shut out."""
        excluded = self.excluded | {member.id for member in out}
        return Access(
            epoch=self.epoch + 1,
            epoch_key=key,
            keys={reader: keys for reader, keys in self.keys.items() if reader not in excluded},
            excluded=excluded,
        )

    @property
    def readers(self) -> frozenset[UUID]:
        return frozenset(self.keys)

    @property
    def reading_keys(self) -> dict[UUID, PublicKey]:
        return {reader: keys.reading for reader, keys in self.keys.items()}

    def to_body(self) -> Body:
        return {
            "epoch": self.epoch,
            "epoch_key": self.epoch_key.hex(),
            "readers": {reader.hex: keys_to_body(keys) for reader, keys in self.keys.items()},
            "excluded": sorted(member.hex for member in self.excluded),
        }


def declared_keys(entry: OpenEntry) -> PublicKeys:
    """The reporter's keys, in their first entry and wherever they replace their code."""
    return _keys_in(cast("dict[str, str]", entry.body["keys"]))


def declared_access(entry: OpenEntry) -> Access:
    readers = cast("dict[str, dict[str, str]]", entry.body["readers"])
    return Access(
        epoch=cast("int", entry.body["epoch"]),
        epoch_key=PublicKey(bytes.fromhex(entry.text("epoch_key"))),
        keys={UUID(reader): _keys_in(keys) for reader, keys in readers.items()},
        excluded=frozenset(UUID(member) for member in cast("list[str]", entry.body["excluded"])),
    )


def keys_to_body(keys: PublicKeys) -> dict[str, str]:
    return {"reading": keys.reading.hex(), "verify": keys.verify.hex()}


def way_back_to_body(locator: str, sealed_notice_address: bytes) -> dict[str, str]:
    """Pins the receipt's row, so that neither address nor code can be exchanged in it unseen."""
    row = locator.encode() + b"|" + bytes(sealed_notice_address)
    return {"way_back": digest_of(row).hex()}


def declared_way_back(entry: OpenEntry) -> str:
    """Empty when the entry says nothing about it."""
    return entry.text("way_back")


def _keys_of(member: Member) -> PublicKeys:
    return PublicKeys(
        reading=PublicKey(bytes(member.reading_key)), verify=VerifyKey(bytes(member.verify_key))
    )


def _keys_in(keys: Mapping[str, str]) -> PublicKeys:
    return PublicKeys(
        reading=PublicKey(bytes.fromhex(keys["reading"])),
        verify=VerifyKey(bytes.fromhex(keys["verify"])),
    )
