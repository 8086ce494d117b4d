"""Code names for cases: two plain words that say nothing about anybody (B12).

Each member sees a name of their own, so that a glance at a colleague's list shows nothing that
could be missed in one's own. A second, shared name is for talking with the other readers.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place, Purpose

_WORDS = Path(__file__).parent.parent / "code_words"
_FIRST = tuple((_WORDS / "first.txt").read_text().split())
_SECOND = tuple((_WORDS / "second.txt").read_text().split())


def name_for(case_id: UUID, member_id: UUID) -> str:
    """The member's own name for a case."""
    return _two_words(case_id.bytes, member_id.bytes)


def spoken_name(case_id: UUID) -> str:
    """The name that readers of a case use among themselves."""
    return _two_words(case_id.bytes)


def _two_words(*row: bytes) -> str:
    where = Place(Purpose.CODE_NAME, settings.SITE_SECRETS.site, row)
    drawn = derive(settings.SITE_SECRETS.pepper, where, length=8)
    first = int.from_bytes(drawn[:4], "big") % len(_FIRST)
    second = int.from_bytes(drawn[4:], "big") % len(_SECOND)
    return f"{_FIRST[first]} {_SECOND[second]}"
