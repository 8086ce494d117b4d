"""What a notice says and to whom, before it is sealed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ROOM = 40 * 256  # bytes in a row, for 40 addresses of the longest kind
ADDRESS_ROOM = 1024


class Wording(StrEnum):
    """The only sentences that are ever mailed. None says why, about whom or how many."""

    CHECK_IN = "Please check in."
    UPDATE = "You have an update."
    NOTE = "A note for you is attached. It opens with your key."


@dataclass(frozen=True, slots=True, repr=False)
class Mailing:
    """One wording and whom it still has to reach."""

    wording: Wording
    addresses: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """Always ROOM bytes, whoever and how many they are."""
        return "\n".join((self.wording.name, *self.addresses)).encode().ljust(ROOM, b"\n")

    @classmethod
    def from_bytes(cls, raw: bytes) -> Mailing:
        wording, *addresses = raw.decode().rstrip("\n").split("\n")
        return cls(Wording[wording], tuple(addresses))

    def without(self, address: str) -> Mailing:
        return Mailing(self.wording, tuple(a for a in self.addresses if a != address))


def mailings(wording: Wording, addresses: list[str]) -> list[Mailing]:
    """As few mailings as have room for all; one even when there is nobody to write to.

    The row of a mailing to nobody looks like any other, so that counting rows does not tell
    whether a reporter left an address.
    """
    found: list[Mailing] = []
    batch: list[str] = []
    left = ROOM - len(wording.name)
    for address in sorted(set(addresses)):
        needed = len(address.encode()) + 1
        if needed > left:
            found.append(Mailing(wording, tuple(batch)))
            batch, left = [], ROOM - len(wording.name)
        batch.append(address)
        left -= needed
    return [*found, Mailing(wording, tuple(batch))]
