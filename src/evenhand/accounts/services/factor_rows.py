"""A member's second steps, as they stand sealed in their row.

Always the same size, whether there are any or not, and always read anew under the row lock
before they are changed: two sessions must not undo each other's changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from evenhand.accounts.errors import KeysDoNotMatch
from evenhand.accounts.models import Member
from evenhand.sealing.envelope import DataKey, open_sealed, seal
from evenhand.sealing.errors import SealingError
from evenhand.sealing.one_time import OneTimeSecret
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose

_USUAL_BYTES = 3 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey's public half and the member's name for it."""

    id: str  # hex of random bytes; names it in addresses
    name: str
    credential: str  # hex of the attested credential data


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Factors:
    """Every second step of a member. Never prints itself."""

    one_time_secret: str = ""  # hex; empty without an app
    last_step: int = 0  # of the newest code used, so that none is used twice
    passkeys: tuple[Passkey, ...] = ()
    recovery_hashes: tuple[str, ...] = ()
    # How far the member has seen the roster: whoever writes the database cannot put it back.
    roster_position: int = 0
    roster_link: str = ""  # hex

    @property
    def secret(self) -> OneTimeSecret | None:
        return OneTimeSecret(bytes.fromhex(self.one_time_secret)) if self.one_time_secret else None

    @property
    def are_there(self) -> bool:
        """Recovery codes alone are no second step; they stand in for one."""
        return bool(self.one_time_secret or self.passkeys)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Factors:
        told = json.loads(raw)
        told["passkeys"] = tuple(Passkey(**one) for one in told["passkeys"])
        told["recovery_hashes"] = tuple(told["recovery_hashes"])
        return cls(**told)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def seal_factors(factors: Factors, *, of: UUID, key: DataKey) -> bytes:
    return seal(pad(factors.to_bytes().ljust(_USUAL_BYTES)), key=key, place=_place(of))


def factors_of(member: Member, *, key: DataKey) -> Factors:
    """A member's second steps. Raises KeysDoNotMatch when somebody exchanged them."""
    try:
        raw = open_sealed(bytes(member.sealed_factors), key=key, place=_place(member.id))
        return Factors.from_bytes(unpad(raw))
    except SealingError as error:
        raise KeysDoNotMatch from error


@transaction.atomic
def change_factors(
    member: Member, change: Callable[[Factors], Factors], *, key: DataKey
) -> Factors:
    """Write what `change` makes of the newest second steps; a refusal in it changes nothing."""
    row = Member.objects.select_for_update().get(pk=member.pk)
    changed = change(factors_of(row, key=key))
    row.sealed_factors = seal_factors(changed, of=row.id, key=key)
    row.save(update_fields=["sealed_factors"])
    return changed


def _place(member_id: UUID) -> Place:
    return Place(Purpose.MEMBER_FACTORS, settings.SITE_SECRETS.site, (member_id.bytes,))
