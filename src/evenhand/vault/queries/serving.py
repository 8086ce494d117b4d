"""Whose terms are over (B15): for them there is no case, with nothing destroyed.

Asked of the clock and not of a caller: nobody who opens a case can forget to hand on the day.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.accounts.values import SignedIn
from evenhand.directory.queries import day_of
from evenhand.directory.terms import Terms, terms_of
from evenhand.sealing.wrapping import ReadingKey


def today() -> date:
    return day_of(timezone.now())


def is_over(signed_in: SignedIn, terms: Terms | None = None) -> bool:
    """Whether this member's roles have all ended."""
    member_id = signed_in.member.id
    known = terms_of(member_id) if terms is None else terms
    return known.is_over(member_id, on=today())


def reading_key_of(signed_in: SignedIn, *, is_over: bool) -> ReadingKey:
    """A member's own key, or one that opens nothing.

    So whatever follows is done for both alike: all their slots and cards might be dummies.
    """
    spare = ReadingKey.new()
    return spare if is_over else signed_in.keys.reading
