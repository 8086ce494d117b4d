"""Mail what is sealed to somebody outside: at least once, and kept until a server has taken it.

Nothing else holds it. So unlike a notice it is never given up, however often a server refuses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.notices.errors import Refused
from evenhand.notices.mail import Post, open_post, until_the_server_is_away, with_note
from evenhand.notices.models import HandOver
from evenhand.notices.queries import due_hand_overs
from evenhand.notices.sealed import message_id, open_hand_over_address, seal_hand_over_address

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def put_out_hand_over(sealed: bytes, *, to: str, now: datetime) -> None:
    """Queue what only somebody outside can open, in the transaction of whoever calls."""
    id_ = uuid4()
    HandOver.objects.create(
        id=id_,
        sealed=sealed,
        sealed_address=seal_hand_over_address(to, id_),
        waits_since=now,
        send_after=now,
    )


def send_hand_overs(now: datetime) -> int:
    """Send what is due and count it; what cannot be sent waits longer each time."""
    sent = 0
    with open_post() as post, until_the_server_is_away():
        for hand_over in due_hand_overs(now):
            if _claim(hand_over, now=now):
                sent += _send(hand_over, post)
    return sent


@transaction.atomic
def readdress_hand_overs(*, old: str, new: str) -> None:
    """What still waits for the old address of the same person goes to the new one."""
    for hand_over in HandOver.objects.select_for_update():
        if open_hand_over_address(bytes(hand_over.sealed_address), hand_over.pk) == old:
            hand_over.sealed_address = seal_hand_over_address(new, hand_over.pk)
            hand_over.save(update_fields=["sealed_address"])


def _claim(hand_over: HandOver, *, now: datetime) -> bool:
    """As for a notice: the wait set here is also what brings it back after a crash."""
    wait = min(FIRST_WAIT * 2 ** min(hand_over.tries, 10), LONGEST_WAIT)
    mine = HandOver.objects.filter(pk=hand_over.pk, tries=hand_over.tries, send_after__lte=now)
    return mine.update(tries=hand_over.tries + 1, send_after=now + wait) == 1


def _send(hand_over: HandOver, post: Post) -> int:
    address = open_hand_over_address(bytes(hand_over.sealed_address), hand_over.pk)
    mail = with_note(bytes(hand_over.sealed), to=address, id_=message_id(hand_over.pk, address))
    try:
        post(mail)
    except Refused as error:
        note(Event.MAIL_REFUSED, error=type(error.__cause__ or error))
        return 0
    HandOver.objects.filter(pk=hand_over.pk).delete()
    return 1
