"""What is carried from the server to where the shares come together, and back.

A bundle holds nothing that opens anything: the slots are sealed to the recovery key, and what they
hold is under shred keys, which never leave the server. Nor does it name a case's space or day.
Neither file tells which cases the key opens: a grant has as much of each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from evenhand.accounts.values import PublicKeys
from evenhand.sealing.recovery_keys import RecoveryPublic


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody who has joined and whom nobody who is left can confirm."""

    id: UUID
    name: str
    keys: PublicKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSlot:
    """A slot of an epoch: on the way there the recovery key's, on the way back a member's."""

    case_id: UUID
    epoch: int
    sealed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What leaves the server."""

    site: bytes
    organisation_id: UUID
    organisation: str
    key: RecoveryPublic
    newcomers: tuple[Newcomer, ...]
    slots: tuple[SealedSlot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What comes back: one newcomer's slots, and the recovery key's word for them."""

    organisation_id: UUID
    member_id: UUID
    for_roster: bytes  # signature of the newcomer's line in the roster
    statements: Mapping[UUID, bytes]  # by case
    slots: tuple[SealedSlot, ...]
