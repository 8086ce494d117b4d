"""A member's private keys under their passphrase."""

from __future__ import annotations

import secrets
import unicodedata
from uuid import UUID

from django.conf import settings

from evenhand.accounts.errors import KeysDoNotMatch
from evenhand.accounts.models import Member
from evenhand.accounts.values import Keys
from evenhand.sealing.envelope import DataKey, open_sealed, seal
from evenhand.sealing.errors import SealingError
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.stretching import Stretched, stretch_passphrase

SALT_BYTES = 16


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def tidy(passphrase: str) -> str:
    """The same passphrase whichever keyboard wrote it."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def stretched(passphrase: str, *, salt: bytes) -> Stretched:
    """The one slow step for a member's passphrase."""
    return stretch_passphrase(
        tidy(passphrase),
        salt=salt,
        pepper=settings.SITE_SECRETS.pepper,
        site=settings.SITE_SECRETS.site,
        cost=settings.KDF_COSTS["account"],
    )


def seal_keys(keys: Keys, *, of: UUID, key: DataKey) -> bytes:
    return seal(keys.to_bytes(), key=key, place=_place(of))


def open_keys(member: Member, *, key: DataKey) -> Keys:
    """The member's private keys.

    Raises KeysDoNotMatch when they do not open, or when the public halves in the row are not
    theirs: whoever exchanges those could read what is sealed to the member from then on.
    """
    try:
        raw = open_sealed(bytes(member.sealed_keys), key=key, place=_place(member.id))
        keys = Keys.from_bytes(raw)
    except SealingError as error:
        raise KeysDoNotMatch from error
    public = (keys.reading.public, keys.signing.public)
    if public != (bytes(member.reading_key), bytes(member.verify_key)):
        raise KeysDoNotMatch
    return keys


def _place(member_id: UUID) -> Place:
    return Place(Purpose.MEMBER_KEYS, settings.SITE_SECRETS.site, (member_id.bytes,))
