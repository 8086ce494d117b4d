"""Seal and open how members are known. Only the site's pepper, outside the database, opens."""

from __future__ import annotations

import json
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from evenhand.directory.values import KnownAs
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey, open_sealed, seal
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose


def seal_known_as(known_as: KnownAs, member_id: UUID) -> bytes:
    """Padded, so that its size says little of how much a member has told."""
    told = pad(json.dumps(known_as.to_body()).encode())
    return seal(told, key=_key(), place=_place(member_id))


@lru_cache(maxsize=500)  # needed anew for each report that comes in
def open_known_as(sealed: bytes, member_id: UUID) -> KnownAs:
    """Raises CannotOpen when the row was changed or is another member's."""
    told = unpad(open_sealed(sealed, key=_key(), place=_place(member_id)))
    return KnownAs.from_body(json.loads(told))


def _key() -> DataKey:
    site = settings.SITE_SECRETS
    return DataKey(derive(site.pepper, Place(Purpose.KNOWN_AS_KEY, site.site)))


def _place(member_id: UUID) -> Place:
    return Place(Purpose.KNOWN_AS, settings.SITE_SECRETS.site, (member_id.bytes,))
