"""Begin a draft, and carry it sealed in the reporter's form between two pages."""

from __future__ import annotations

import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from evenhand.intake.errors import NotADraft
from evenhand.intake.minting import take_receipt
from evenhand.intake.values import answers
from evenhand.intake.values.drafts import Draft, Phone
from evenhand.sealing.envelope import open_sealed, seal
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Place, Purpose

VALID_FOR = timedelta(hours=48)
_ID_BYTES = 16
_LARGEST_PLAIN = 8 * 1024 * 1024


def begin_draft(space: str, *, now: datetime) -> Draft:
    """An empty draft with a receipt of its own."""
    minted = take_receipt()
    return Draft(
        id=secrets.token_bytes(_ID_BYTES),
        minted_at=now,
        space=space,
        digits=minted.digits,
        seed=minted.seed,
    )


def seal_draft(draft: Draft) -> str:
    """The hidden field: nobody but this site can read or change it."""
    plain = json.dumps(_to_body(draft), separators=(",", ":")).encode()
    sealed = seal(zlib.compress(plain), key=settings.SITE_SECRETS.form_key, place=_place())
    return urlsafe_b64encode(sealed).decode()


def open_draft(state: str, *, space: str, now: datetime) -> Draft:
    """The draft of a hidden field. Raises NotADraft: too old, changed, or of another space."""
    try:
        sealed = urlsafe_b64decode(state.encode("ascii"))
        packed = open_sealed(sealed, key=settings.SITE_SECRETS.form_key, place=_place())
    except (NotBase64, UnicodeEncodeError, SealingError) as error:
        raise NotADraft from error
    draft = _from_body(json.loads(zlib.decompressobj().decompress(packed, _LARGEST_PLAIN)))
    if draft.space != space or now - draft.minted_at > VALID_FOR:
        raise NotADraft
    return draft


def leave_token(draft_id: bytes) -> str:
    """What the Leave button carries: names the form, and cannot be made up."""
    return _signer().sign(draft_id.hex())


def draft_id_of(token: str) -> bytes | None:
    """The form that a Leave button names."""
    try:
        return bytes.fromhex(_signer().unsign(token))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="leave")


def _place() -> Place:
    return Place(Purpose.FORM, settings.SITE_SECRETS.site)


def _to_body(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id.hex(),
        "minted_at": int(draft.minted_at.timestamp()),
        "space": draft.space,
        "digits": draft.digits,
        "seed": draft.seed.hex(),
        "country": draft.country,
        "has_seen_numbers": draft.has_seen_numbers,
        "shows_outside": draft.shows_outside,
        "phones": [asdict(phone) for phone in draft.phones],
        "answers": answers.to_body(draft.answers),
    }


def _from_body(body: dict[str, Any]) -> Draft:
    return Draft(
        id=bytes.fromhex(body["id"]),
        minted_at=datetime.fromtimestamp(body["minted_at"], UTC),
        space=body["space"],
        digits=body["digits"],
        seed=bytes.fromhex(body["seed"]),
        country=body["country"],
        has_seen_numbers=body["has_seen_numbers"],
        shows_outside=body.get("shows_outside", False),
        phones=tuple(Phone(**phone) for phone in body["phones"]),
        answers=answers.from_body(body["answers"]),
    )
