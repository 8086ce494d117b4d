"""Sessions split in two: the row holds sealed bytes, the cookie holds what opens them.

The row's name is a hash of the token, and its key is derived from the token: the database
alone opens no session, and neither does an old copy of it with a cookie that came later.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from evenhand.accounts.models import Member, Session
from evenhand.accounts.values import OpenSession
from evenhand.rows.inserting import insert
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey, open_sealed, seal
from evenhand.sealing.errors import SealingError
from evenhand.sealing.padding import pad, unpad
from evenhand.sealing.places import Place, Purpose

IDLE_FOR = timedelta(minutes=15)
ENDS_AFTER = timedelta(hours=12)
_STAMP_EVERY = timedelta(minutes=1)


def start_session(payload: bytes, *, member: Member | None, now: datetime) -> str:
    """Open a session and return the token for its cookie, which is kept nowhere else."""
    return _write(payload, member=member, now=now, ends_at=now + ENDS_AFTER)


def resume_session(token: str, *, now: datetime) -> OpenSession | None:
    """The session of this token, or None when there is none (any more)."""
    return _resumed(Session.objects.select_related("member"), token, now=now)


def resume_visit_session(token: str, *, now: datetime) -> OpenSession | None:
    """The same for a session that belongs to no member."""
    return _resumed(Session.objects.filter(member=None), token, now=now)


def _resumed(sessions: QuerySet[Session], token: str, *, now: datetime) -> OpenSession | None:
    found = sessions.filter(token_hash=_hash(token), idle_until__gt=now, ends_at__gt=now)
    row = next(iter(found), None)
    if row is None or (row.member is not None and not row.member.is_active):
        return None
    key = _key(token)
    try:
        payload = unpad(open_sealed(bytes(row.sealed), key=key, place=_place(row.token_hash)))
    except SealingError:
        return None
    _stamp(row, now)
    return OpenSession(
        token_hash=row.token_hash,
        key=key,
        payload=payload,
        member=row.member,
        ends_at=row.ends_at,
    )


def replace_payload(session: OpenSession, payload: bytes) -> OpenSession:
    """Keep something else in the session. Nothing happens to one that has ended meanwhile."""
    sealed = seal(pad(payload), key=session.key, place=_place(session.token_hash))
    Session.objects.filter(token_hash=session.token_hash).update(sealed=sealed)
    return replace(session, payload=payload)


@transaction.atomic
def rotate_session(session: OpenSession, *, now: datetime) -> str:
    """Give the session a new token; the old one is dead. It ends no later for that."""
    was_alive, _ = Session.objects.filter(token_hash=session.token_hash).delete()
    ends_at = session.ends_at if was_alive else now  # an ended session stays ended
    return _write(session.payload, member=session.member, now=now, ends_at=ends_at)


def end_session(token_hash: str) -> None:
    Session.objects.filter(token_hash=token_hash).delete()


def end_session_of_token(token: str) -> None:
    """End the session of a cookie, if it has one."""
    end_session(_hash(token))


def end_sessions_of(member: Member) -> None:
    """Leave everywhere: every copy of the member's keys in a session is gone at once."""
    Session.objects.filter(member=member).delete()


def drop_ended(now: datetime) -> int:
    """Delete the rows of sessions that are over; count them."""
    over = Session.objects.filter(Q(idle_until__lte=now) | Q(ends_at__lte=now))
    _, deleted = over.delete()
    return deleted.get(Session._meta.label, 0)


def _write(payload: bytes, *, member: Member | None, now: datetime, ends_at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    token_hash = _hash(token)
    row = Session(
        token_hash=token_hash,
        member=member,
        sealed=seal(pad(payload), key=_key(token), place=_place(token_hash)),
        idle_until=now + IDLE_FOR,
        ends_at=ends_at,
    )
    insert([row])
    return token


def _stamp(row: Session, now: datetime) -> None:
    """Note that the session is in use, but not with every page: each note is a write."""
    if row.idle_until < now + IDLE_FOR - _STAMP_EVERY:
        Session.objects.filter(token_hash=row.token_hash).update(idle_until=now + IDLE_FOR)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _key(token: str) -> DataKey:
    place = Place(Purpose.SESSION_KEY, settings.SITE_SECRETS.site)
    return DataKey(derive(token.encode(), place))


def _place(token_hash: str) -> Place:
    return Place(Purpose.SESSION, settings.SITE_SECRETS.site, (bytes.fromhex(token_hash),))
