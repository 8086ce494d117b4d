"""When a case is erased by age.

A case that ended has a day. From a month before, its readers see it in their list. Whoever looks at
the list on that day or later gives the last call: two more weeks, and the other readers are told to
look. Whoever looks after those erases the case. So nothing is erased that nobody has had a chance
to keep, however long everybody was away.

The day stands only where the case's readers and its reporter read it, because it tells how the case
ended. In the clear there is nothing but a month far off, the same for all cases of one month, after
which a case goes even if nobody comes back.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from evenhand.vault.values.covers import Cover

SHOWN_FOR = timedelta(days=30)  # before its day
KEEP_LONGER_MONTHS = 3  # with one tap
LONGEST_MONTHS = 240  # that a reader may set
MARGIN_MONTHS = 24  # beyond the longest term: most cases are closed well within these
RENEWED_WITHIN_MONTHS = 12  # of the last month, by a reader who still needs the case


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_month_for(opened_on: date, *, longest: int) -> date:
    """From then on a case is erased even if nobody looks: the same for a whole month's cases."""
    return months_after(first_of_month(opened_on), longest + MARGIN_MONTHS + 1)


def may_be_erased_on(day: date, *, today: date) -> bool:
    """Whether a reader may choose that day."""
    return today < day <= months_after(today, LONGEST_MONTHS)


def is_shown(cover: Cover, *, today: date) -> bool:
    """Whether the list says that this case will be erased."""
    return cover.erase_on is not None and today >= cover.erase_on - SHOWN_FOR


def needs_last_call(cover: Cover, *, today: date) -> bool:
    return _is_past(cover, today) and not cover.is_called


def is_to_be_erased(cover: Cover, *, today: date) -> bool:
    return _is_past(cover, today) and cover.is_called


def outlasts(cover: Cover, kept_until: date) -> bool:
    """Whether the case is still needed on that day: open, without a day, or with a later one."""
    return cover.erase_on is None or cover.erase_on >= kept_until


def _is_past(cover: Cover, today: date) -> bool:
    return cover.erase_on is not None and today >= cover.erase_on
