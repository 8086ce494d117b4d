"""What a member has seen of their cases in this session, sealed under the session's key.

It is for speed, and it notices what no check of the rows alone can: that a case went back to an
older state. It lasts as long as the session, and only its own cookie opens it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.sealing import envelope
from evenhand.sealing.chain import digest_of
from evenhand.sealing.errors import SealingError
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose
from evenhand.vault.models import Desk
from evenhand.vault.places import place
from evenhand.vault.values.covers import Cover

_AS_OF_BYTES = 8
# Room for some sixty covers: most desks are of one size, however many cases their members read.
_LEAST_BYTES = 12 * 1024


@dataclass(frozen=True, slots=True)
class Memory:
    """The covers of the last look by case, and which change was then the newest."""

    as_of: int = 0
    covers: dict[str, Cover] = field(default_factory=dict)
    digest: bytes = b""  # of the covers as they are sealed: an older look's would not fit


def kept_covers(signed_in: SignedIn) -> Memory:
    """Empty at first, and when it was changed outside this program: all is looked at anew."""
    desk = Desk.objects.filter(session_id=signed_in.session.token_hash).first()
    if desk is None:
        return Memory()
    sealed = bytes(desk.sealed)
    try:
        until = _opened(bytes(desk.sealed_as_of), signed_in, b"as of")
        covers = unpad(_opened(sealed, signed_in, b"covers"))
    except SealingError:
        return Memory()
    as_of, digest = int.from_bytes(until[:_AS_OF_BYTES], "big"), until[_AS_OF_BYTES:]
    if digest != digest_of(sealed):
        return Memory()
    rows = map(Cover._make, json.loads(covers))
    return Memory(as_of, {cover.case_hex: cover for cover in rows}, digest)


def keep_covers(
    signed_in: SignedIn, before: Memory, *, as_of: int, covers: Mapping[str, Cover] | None
) -> None:
    """Seal the covers for the rest of the session; None when no case at all changed since.

    After a change they are written anew even by whoever cannot open that case: otherwise two
    copies of the database would show who can.
    """
    sealed, digest = {}, before.digest
    if covers is not None:
        told = json.dumps(list(covers.values()), separators=(",", ":")).encode()
        plain = pad(told.ljust(_LEAST_BYTES))
        sealed["sealed"] = _sealed(plain, signed_in, b"covers")
        digest = digest_of(sealed["sealed"])
    until = as_of.to_bytes(_AS_OF_BYTES, "big") + digest
    sealed["sealed_as_of"] = _sealed(until, signed_in, b"as of")
    session_id = signed_in.session.token_hash
    if not Desk.objects.filter(session_id=session_id).update(**sealed):
        Desk.objects.create(session_id=session_id, **sealed)


def remembered(signed_in: SignedIn, case_id: UUID) -> Cover | None:
    """The cover of a case as this session last saw it."""
    return kept_covers(signed_in).covers.get(case_id.hex)


def _sealed(plain: bytes, signed_in: SignedIn, part: bytes) -> bytes:
    return envelope.seal(plain, key=signed_in.session.key, place=_place(signed_in, part))


def _opened(sealed: bytes, signed_in: SignedIn, part: bytes) -> bytes:
    where = _place(signed_in, part)
    return envelope.open_sealed(sealed, key=signed_in.session.key, place=where)


def _place(signed_in: SignedIn, part: bytes) -> Place:
    return place(Purpose.DESK, signed_in.session.token_hash.encode(), part)
