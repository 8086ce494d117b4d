"""Cases on their way to being erased by age, one step after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.vault.models import Case
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.ageing import erase_due_cases
from evenhand.vault.services.handling import close
from evenhand.vault.values.covers import GRACE, Cover
from evenhand.vault.values.erasure import months_after
from evenhand.vault.values.findings import Finding
from tests import make
from tests.make import NOW, Sent


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def months_later(months: int) -> datetime:
    """The day that many months after NOW."""
    return at(months_after(NOW.date(), months))


def closed(sent: Sent, by: SignedIn, finding: Finding = Finding.NO_VIOLATION) -> Sent:
    close(sent.visit.case_id, make.closing("Done.", finding), by=by, now=NOW)
    return sent


def look(member: Member, now: datetime) -> list[Cover]:
    """The member signs in and looks at their list."""
    by = make.signed_in(member, now=now)
    return erase_due_cases(covers_visible_to(by), by=by, now=now)


def is_there(sent: Sent) -> bool:
    return Case.objects.filter(pk=sent.visit.case_id).exists()


def age(sent: Sent, member: Member) -> None:
    """The day comes, a last call is given, and two weeks later a reader looks again."""
    day = months_later(12)
    look(member, day)
    look(member, day + GRACE)
    assert not is_there(sent)
