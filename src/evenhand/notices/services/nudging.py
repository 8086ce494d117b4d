"""Put a notice in the outbox, and send what is there: at least once, never shown twice.

A row is written in the transaction of whatever happened; sending is somebody else's turn, so a
mail server that is down never holds up a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from evenhand.accounts.models import Member
from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.notices.errors import Refused
from evenhand.notices.mail import Post, open_post, until_the_server_is_away, written
from evenhand.notices.models import Notice
from evenhand.notices.queries import unsent_notices
from evenhand.notices.sealed import (
    message_id,
    open_address,
    open_mailing,
    seal_address,
    seal_mailing,
)
from evenhand.notices.values import Mailing, Wording, mailings
from evenhand.rows.inserting import insert

FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 24  # about four days


def notify(members: Iterable[Member], *, now: datetime, send_after: datetime | None = None) -> None:
    """Ask members to look; says neither why nor how many things wait for them."""
    _put_out(Wording.CHECK_IN, [member.address for member in members], at=send_after or now)


def seal_notice_address(address: str) -> bytes:
    """A reporter's own address for notices, or "" for none; no handler can open either (D4)."""
    return seal_address(address)


def notify_sealed_address(sealed: bytes, *, now: datetime) -> None:
    """Tell the reporter that there is something new, if they left an address for that (D4).

    Without an address a row is written all the same; it goes to nobody.
    """
    address = open_address(sealed)
    _put_out(Wording.UPDATE, [address] if address else [], at=now)


def send_unsent_notices(now: datetime) -> int:
    """Send what is due and count the mails; what cannot be sent waits longer each time."""
    sent = 0
    with open_post() as post, until_the_server_is_away():
        for notice in unsent_notices(now):
            if _claim(notice, now=now):
                for _ in _send(notice, post):
                    sent += 1
    return sent


def _put_out(wording: Wording, addresses: list[str], *, at: datetime) -> None:
    rows = []
    for mailing in mailings(wording, addresses):
        id_ = uuid4()
        sealed = seal_mailing(mailing, id_)
        rows.append(Notice(id=id_, sealed_recipients=sealed, send_after=at))
    insert(rows)


def _claim(notice: Notice, *, now: datetime) -> bool:
    """Take the row for this run, unless another runner has; no lock is held while mailing.

    The wait set here is also the back-off: whoever stops half-way leaves it to be tried again.
    """
    wait = min(FIRST_WAIT * 2 ** min(notice.tries, 10), LONGEST_WAIT)
    mine = Notice.objects.filter(pk=notice.pk, tries=notice.tries, send_after__lte=now)
    return mine.update(tries=notice.tries + 1, send_after=now + wait) == 1


def _send(notice: Notice, post: Post) -> Iterator[str]:
    """Post what the row still holds, yielding the addresses that were reached."""
    mailing = open_mailing(bytes(notice.sealed_recipients), notice.pk)
    for address in mailing.addresses:
        try:
            post(written(mailing.wording, to=address, id_=message_id(notice.pk, address)))
        except Refused as error:
            note(Event.MAIL_REFUSED, error=type(error.__cause__ or error))
        else:
            mailing = mailing.without(address)
            _keep(notice, mailing)
            yield address
    if not mailing.addresses:
        notice.delete()
    elif notice.tries + 1 >= MOST_TRIES:
        note(Event.MAIL_GIVEN_UP)
        notice.delete()


def _keep(notice: Notice, mailing: Mailing) -> None:
    """Remember at once who has had theirs, so that a crash repeats at most one mail."""
    sealed = seal_mailing(mailing, notice.pk)
    Notice.objects.filter(pk=notice.pk).update(sealed_recipients=sealed)
