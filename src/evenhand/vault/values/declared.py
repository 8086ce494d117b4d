"""What the signed entries of a case declare: the reporter's keys, who may read, the way back.

Keys are taken from here and never from a row: whoever can write the database could put their
own key into a row, but not into an entry that somebody signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.values import PublicKeys
from evenhand.sealing.chain import digest_of
from evenhand.sealing.recovery_keys import RecoveryPublic
from evenhand.sealing.signing import VerifyKey
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.values.entries import Body, OpenEntry

_NO_RECOVERY = "0" * 129


@dataclass(frozen=True, slots=True)
class Recovery:
    """For which recovery key a case was judged, and what came of it (D12).

    Shut: the report names somebody who holds a share, so the case is not sealed to the key. Who
    that is, is not said.
    """

    key: RecoveryPublic
    is_shut: bool

    def to_text(self) -> str:
        """As long as the text for no recovery key at all: its length tells nothing."""
        return self.key.to_bytes().hex() + ("2" if self.is_shut else "1")

    @classmethod
    def from_text(cls, text: str) -> Recovery | None:
        """Raises ValueError when it is neither of the two."""
        if text == _NO_RECOVERY:
            return None
        if len(text) != len(_NO_RECOVERY) or text[-1] not in "12":
            raise ValueError
        return cls(RecoveryPublic.from_bytes(bytes.fromhex(text[:-1])), is_shut=text[-1] == "2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may read a case, as its signed entries say (D2), and with which keys."""

    epoch: int
    epoch_key: PublicKey
    keys: Mapping[UUID, PublicKeys]  # of the readers
    excluded: frozenset[UUID]
    # Members whom the report may name (D1): kept out until a reader says that it is harmless.
    doubtful: frozenset[UUID] = frozenset()
    # Readers who have left since, or whose terms are over (B15); the latter may be let in again.
    left: frozenset[UUID] = frozenset()
    # Who was let in to stand in for the leads, until the case is closed (S23); kept after that.
    temporary: frozenset[UUID] = frozenset()
    advisers: frozenset[UUID] = frozenset()  # let in to advise; they do not vote (B15)
    recovery: Recovery | None = None  # none while the organisation has no recovery key

    @classmethod
    def first(
        cls,
        key: PublicKey,
        readers: Mapping[UUID, PublicKeys],
        *,
        excluded: Iterable[UUID] = (),
        doubtful: Iterable[UUID] = (),
    ) -> Access:
        """Who may read a new case."""
        shut_out = frozenset(excluded)
        return cls(
            epoch=1,
            epoch_key=key,
            keys=readers,
            excluded=shut_out,
            doubtful=frozenset(doubtful) - shut_out,
        )

    def without(
        self,
        out: Iterable[Member],
        *,
        key: PublicKey,
        left: frozenset[UUID] = frozenset(),
    ) -> Access:
        """Who may read from the next epoch on, once these are shut out and those have left."""
        excluded = self.excluded | {member.id for member in out}
        gone = excluded | left
        return replace(
            self,
            epoch=self.epoch + 1,
            epoch_key=key,
            keys={reader: keys for reader, keys in self.keys.items() if reader not in gone},
            excluded=excluded,
            doubtful=self.doubtful - excluded,
            left=self.left | left,
            recovery=self.recovery,
        )

    def including(
        self,
        new: Mapping[UUID, PublicKeys],
        *,
        key: PublicKey,
        left: frozenset[UUID] = frozenset(),
    ) -> Access:
        """Who may read from the next epoch on, once these are let in, beyond any doubt."""
        after = self.without([], key=key, left=left)
        admitted = frozenset(new)
        return replace(
            after,
            keys={**new, **after.keys},
            doubtful=after.doubtful - admitted,
            left=after.left - admitted,
            temporary=after.temporary - admitted,
            advisers=after.advisers - admitted,
        )

    def standing_as(
        self, *, temporary: frozenset[UUID] = frozenset(), advisers: frozenset[UUID] = frozenset()
    ) -> Access:
        """The same, with those who have just been let in for a while or to advise."""
        return replace(
            self, temporary=self.temporary | temporary, advisers=self.advisers | advisers
        )

    def without_stand_ins(self, *, key: PublicKey) -> Access:
        """Who may read a closed case: those who stood in are not shut out, only done (S23)."""
        after = self.without([], key=key)
        keys = {one: keys for one, keys in after.keys.items() if one not in self.temporary}
        return replace(after, keys=keys)

    @property
    def stand_ins(self) -> frozenset[UUID]:
        """Readers for as long as the case is open."""
        return self.readers & self.temporary

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
            "doubtful": sorted(member.hex for member in self.doubtful),
            "left": sorted(member.hex for member in self.left),
            "temporary": sorted(member.hex for member in self.temporary),
            "advisers": sorted(member.hex for member in self.advisers),
            "recovery": self.recovery.to_text() if self.recovery else _NO_RECOVERY,
        }


def declared_keys(entry: OpenEntry) -> PublicKeys:
    """The reporter's keys, in their first entry and wherever they replace their code."""
    return keys_from_body(cast("dict[str, str]", entry.body["keys"]))


def declared_access(entry: OpenEntry) -> Access:
    readers = cast("dict[str, dict[str, str]]", entry.body["readers"])
    return Access(
        epoch=cast("int", entry.body["epoch"]),
        epoch_key=PublicKey(bytes.fromhex(entry.text("epoch_key"))),
        keys={UUID(reader): keys_from_body(keys) for reader, keys in readers.items()},
        excluded=_members_in(entry, "excluded"),
        doubtful=_members_in(entry, "doubtful"),
        left=_members_in(entry, "left"),
        temporary=_members_in(entry, "temporary"),
        advisers=_members_in(entry, "advisers"),
        recovery=Recovery.from_text(entry.text("recovery") or _NO_RECOVERY),
    )


def _members_in(entry: OpenEntry, name: str) -> frozenset[UUID]:
    return frozenset(UUID(member) for member in cast("list[str]", entry.body.get(name, [])))


def keys_to_body(keys: PublicKeys) -> dict[str, str]:
    return {"reading": keys.reading.hex(), "verify": keys.verify.hex()}


@dataclass(frozen=True, slots=True)
class WayBack:
    """Digests of a receipt's row: neither code nor notice address is exchanged in it unseen."""

    locator: str = ""
    address: str = ""

    def after(self, entry: OpenEntry) -> WayBack:
        """The way back once the reporter has written this."""
        return WayBack(
            locator=entry.text("locator") or self.locator,
            address=entry.text("notice_address") or self.address,
        )


def code_to_body(keys: PublicKeys, locator: bytes) -> dict[str, object]:
    """What declares a code: the keys that follow from it and where it leads."""
    return {"keys": keys_to_body(keys), "locator": digest_of(locator).hex()}


def notice_address_to_body(sealed: bytes) -> dict[str, str]:
    """What declares the address for notices, still sealed."""
    return {"notice_address": digest_of(sealed).hex()}


def way_back_of(locator: str, sealed_notice_address: bytes) -> WayBack:
    """The way back as a receipt's row has it."""
    return WayBack(
        locator=digest_of(bytes.fromhex(locator)).hex(),
        address=digest_of(sealed_notice_address).hex(),
    )


def keys_from_body(keys: Mapping[str, str]) -> PublicKeys:
    return PublicKeys(
        reading=PublicKey(bytes.fromhex(keys["reading"])),
        verify=VerifyKey(bytes.fromhex(keys["verify"])),
    )
