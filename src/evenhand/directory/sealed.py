"""Seal and open how people are known: members, and who keeps shares of the recovery key.

Only the site's pepper, outside the database, opens either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from evenhand.directory.values import KnownAs, Sharing
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey, open_sealed, seal
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose

_LEAST_BYTES = 3 * 1024  # room for a handful of people


def seal_known_as(known_as: KnownAs, member_id: UUID) -> bytes:
    """Padded, so that its size says little of how much a member has told."""
    told = pad(json.dumps(known_as.to_body()).encode())
    return seal(told, key=_key(Purpose.KNOWN_AS_KEY), place=_place(Purpose.KNOWN_AS, member_id))


@lru_cache(maxsize=500)  # needed anew for each report that comes in
def open_known_as(sealed: bytes, member_id: UUID) -> KnownAs:
    """Raises CannotOpen when the row was changed or is another member's."""
    told = unpad(
        open_sealed(
            sealed, key=_key(Purpose.KNOWN_AS_KEY), place=_place(Purpose.KNOWN_AS, member_id)
        )
    )
    return KnownAs.from_body(json.loads(told))


def seal_sharings(sharings: Iterable[Sharing], organisation_id: UUID) -> bytes:
    """Padded, so that its size says little of how many people keep shares."""
    bodies = [sharing.to_body() for sharing in sharings]
    told = pad(json.dumps(bodies).encode().ljust(_LEAST_BYTES))
    key = _key(Purpose.SHARE_HOLDERS_KEY)
    return seal(told, key=key, place=_place(Purpose.SHARE_HOLDERS, organisation_id))


def open_sharings(sealed: bytes, organisation_id: UUID) -> tuple[Sharing, ...]:
    """Raises CannotOpen when the row was changed or is another organisation's."""
    where = _place(Purpose.SHARE_HOLDERS, organisation_id)
    told = unpad(open_sealed(sealed, key=_key(Purpose.SHARE_HOLDERS_KEY), place=where))
    return tuple(Sharing.from_body(body) for body in json.loads(told))


def _key(purpose: Purpose) -> DataKey:
    site = settings.SITE_SECRETS
    return DataKey(derive(site.pepper, Place(purpose, site.site)))


def _place(purpose: Purpose, row: UUID) -> Place:
    return Place(purpose, settings.SITE_SECRETS.site, (row.bytes,))
