"""Seal and open whom a notice goes to. Only the site's notice key, outside the database, opens."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from evenhand.notices.errors import AddressTooLong
from evenhand.notices.values import ADDRESS_ROOM, Mailing
from evenhand.sealing.deriving import derive
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.site_secrets import SiteSecrets
from evenhand.sealing.wrapping import wrap


def seal_mailing(mailing: Mailing, row: UUID) -> bytes:
    public = _secrets().notice_key.public
    return wrap(mailing.to_bytes(), to=public, place=_place(Purpose.NOTICE, row.bytes))


def open_mailing(sealed: bytes, row: UUID) -> Mailing:
    plain = _secrets().notice_key.unwrap(sealed, place=_place(Purpose.NOTICE, row.bytes))
    return Mailing.from_bytes(plain)


def seal_address(address: str) -> bytes:
    """One size for every address and for none. Raises AddressTooLong."""
    padded = pad(address.strip().encode())
    if len(padded) != ADDRESS_ROOM:
        raise AddressTooLong
    return wrap(padded, to=_secrets().notice_key.public, place=_place(Purpose.NOTICE_ADDRESS))


def open_address(sealed: bytes) -> str:
    plain = _secrets().notice_key.unwrap(sealed, place=_place(Purpose.NOTICE_ADDRESS))
    return unpad(plain).decode()


def seal_hand_over_address(address: str, row: UUID) -> bytes:
    """So that a row does not tell of which organisation it is. Raises AddressTooLong."""
    padded = pad(address.encode())
    if len(padded) != ADDRESS_ROOM:
        raise AddressTooLong
    place = _place(Purpose.HAND_OVER_ADDRESS, row.bytes)
    return wrap(padded, to=_secrets().notice_key.public, place=place)


def open_hand_over_address(sealed: bytes, row: UUID) -> str:
    place = _place(Purpose.HAND_OVER_ADDRESS, row.bytes)
    return unpad(_secrets().notice_key.unwrap(sealed, place=place)).decode()


def message_id(row: UUID, address: str) -> str:
    """The same for the same row and address, so that a mail sent twice is shown once.

    Tells nothing of either to whoever lacks the site's secrets.
    """
    place = _place(Purpose.MESSAGE_ID, row.bytes, address.encode())
    return derive(_secrets().pepper, place, length=16).hex()


def _secrets() -> SiteSecrets:
    return settings.SITE_SECRETS


def _place(purpose: Purpose, *row: bytes) -> Place:
    return Place(purpose, _secrets().site, row)
