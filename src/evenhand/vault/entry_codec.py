"""Seal and open entries.

Inside the ciphertext stand the signature and what it signs: kind, author, time, the link of
the entry before, and the body. Signing inside hides from the database who writes in which
case. The content key follows from the entry's data key and its shred key, so that deleting the
shred key erases the entry wherever a copy of it is.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.sealing import chain, envelope, wrapping
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.errors import CannotOpen, Forged
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SIGNATURE_BYTES, VerifyKey, check_signature
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.places import place
from evenhand.vault.values.entries import (
    Author,
    AuthorRole,
    Draft,
    Kind,
    OpenEntry,
    Writer,
)

DATA_KEY_BYTES = 32
# Wrapped to the reporter instead of the data key of what they may not read. Without it they could
# not tell a note from an answer that somebody made unreadable.
_NOT_FOR_PARTY = bytes(DATA_KEY_BYTES)
# Who reads is padded to the size of 18 readers, so that its size does not tell how few they are.
_LEAST_BYTES = {Kind.READERS: 3 * 1024}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in which case an entry stands."""

    case_id: UUID
    entry_id: UUID
    position: int
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """To whom an entry's data key is wrapped: the case, and the reporter or nobody."""

    case: PublicKey
    reporter: PublicKey


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sealed:
    """The bytes of an entry's row."""

    sealed: bytes
    wrapped_for_case: bytes
    wrapped_for_party: bytes
    digest: bytes
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Context:
    """What an entry follows and when it is written."""

    previous_link: bytes
    shred: bytes
    now: datetime


def seal_entry(
    draft: Draft, spot: Spot, readers: Readers, *, writer: Writer, context: Context
) -> Sealed:
    """One ciphertext for everybody who may read it, bound to its spot."""
    data_key = secrets.token_bytes(DATA_KEY_BYTES)
    message = _message(draft, writer.author, context)
    signature = writer.signing.sign(message, place=_signature_place(spot))
    sealed = envelope.seal(
        pad(signature + message),
        key=_content_key(data_key, context.shred, spot),
        place=_entry_place(spot),
    )
    digest = chain.digest_of(sealed)
    return Sealed(
        sealed=sealed,
        wrapped_for_case=wrap_for_case(data_key, spot, to=readers.case),
        wrapped_for_party=wrap_for_party(
            data_key if draft.kind.is_for_reporter else None, spot, to=readers.reporter
        ),
        digest=digest,
        link=link_of(spot, digest, after=context.previous_link),
    )


def open_entry(sealed: bytes, spot: Spot, *, data_key: bytes, shred: bytes) -> Opened:
    """The entry and what its author signed. Raises CannotOpen."""
    if not shred:
        raise CannotOpen
    plain = unpad(
        envelope.open_sealed(
            sealed, key=_content_key(data_key, shred, spot), place=_entry_place(spot)
        )
    )
    signature, message = plain[:SIGNATURE_BYTES], plain[SIGNATURE_BYTES:]
    try:
        entry = _entry_from(json.loads(message), spot)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CannotOpen from error  # sealed to us by somebody who is not this program
    return Opened(entry=entry, signature=signature, message=message)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An opened entry before anyone checked who signed it."""

    entry: OpenEntry
    signature: bytes
    message: bytes

    def is_signed_by(self, key: VerifyKey, spot: Spot) -> bool:
        try:
            check_signature(self.signature, self.message, by=key, place=_signature_place(spot))
        except Forged:
            return False
        return True


def wrap_for_case(data_key: bytes, spot: Spot, *, to: PublicKey) -> bytes:
    return wrapping.wrap(data_key, to=to, place=_case_place(spot))


def wrap_for_party(data_key: bytes | None, spot: Spot, *, to: PublicKey) -> bytes:
    """The data key for the reporter, so that both sides read the same ciphertext.

    Without a key it says, to the reporter alone, that the entry is not for them.
    """
    return wrapping.wrap(data_key or _NOT_FOR_PARTY, to=to, place=_party_place(spot))


def unwrap_for_case(wrapped: bytes, spot: Spot, *, key: ReadingKey) -> bytes:
    return key.unwrap(wrapped, place=_case_place(spot))


def unwrap_for_party(wrapped: bytes, spot: Spot, *, key: ReadingKey) -> bytes | None:
    """The data key; None when the entry is not for the reporter. Raises CannotOpen."""
    data_key = key.unwrap(wrapped, place=_party_place(spot))
    return None if data_key == _NOT_FOR_PARTY else data_key


def link_of(spot: Spot, digest: bytes, *, after: bytes) -> bytes:
    where = place(Purpose.ENTRY_LINK, spot.case_id, spot.position, spot.entry_id)
    return chain.link_after(after, digest, place=where)


def _message(draft: Draft, author: Author, context: Context) -> bytes:
    signed = {
        "kind": draft.kind.value,
        "role": author.role.value,
        "member": author.member_id.hex if author.member_id else None,
        "at": context.now.isoformat(),
        "after": context.previous_link.hex(),
        "body": draft.body,
    }
    message = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
    return message.encode("utf-8", "surrogatepass").ljust(_LEAST_BYTES.get(draft.kind, 0))


def _entry_from(raw: dict[str, Any], spot: Spot) -> OpenEntry:
    return OpenEntry(
        id=spot.entry_id,
        position=spot.position,
        kind=Kind(raw["kind"]),
        author=Author(
            AuthorRole(raw["role"]), UUID(raw["member"]) if raw["member"] is not None else None
        ),
        written_at=datetime.fromisoformat(raw["at"]),
        body=dict(raw["body"]),
        is_genuine=False,
        previous_link=bytes.fromhex(raw["after"]),
    )


def _content_key(data_key: bytes, shred: bytes, spot: Spot) -> DataKey:
    where = place(Purpose.ENTRY_CONTENT, spot.case_id, spot.entry_id)
    return DataKey(derive(data_key, where, salt=shred))


def _entry_place(spot: Spot) -> Place:
    return place(Purpose.ENTRY, spot.case_id, spot.entry_id)


def _signature_place(spot: Spot) -> Place:
    return place(Purpose.ENTRY_SIGNATURE, spot.case_id, spot.position, spot.entry_id)


def _case_place(spot: Spot) -> Place:
    return place(Purpose.ENTRY_KEY_FOR_CASE, spot.case_id, spot.epoch, spot.entry_id)


def _party_place(spot: Spot) -> Place:
    return place(Purpose.ENTRY_KEY_FOR_PARTY, spot.case_id, spot.entry_id)
