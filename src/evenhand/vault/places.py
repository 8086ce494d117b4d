"""Where the vault's sealed values belong: each place names its row from the outside in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from evenhand.sealing.places import Place, Purpose


def place(purpose: Purpose, *row: UUID | int | bytes) -> Place:
    """The place of a row on this site."""
    return Place(purpose, settings.SITE_SECRETS.site, tuple([_part(part) for part in row]))


def _part(part: UUID | int | bytes) -> bytes:
    match part:
        case UUID():
            return part.bytes
        case int():
            return part.to_bytes(8, "big")
        case _:
            return part
