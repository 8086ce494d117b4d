from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from evenhand.accounts.jobs import drop_ended_sessions
from evenhand.accounts.models import Session
from evenhand.accounts.services.joining import leave
from evenhand.accounts.services.sessions import (
    ENDS_AFTER,
    IDLE_FOR,
    end_session,
    end_session_of_token,
    end_sessions_of,
    replace_payload,
    resume_session,
    rotate_session,
    start_session,
)
from evenhand.accounts.values import OpenSession
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

PAYLOAD = b"what only the cookie opens"
SECOND = timedelta(seconds=1)


def resumed(token: str, now: datetime = NOW) -> OpenSession:
    session = resume_session(token, now=now)
    assert session is not None
    return session


def test_the_cookie_opens_what_was_kept() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)

    session = resumed(token)

    assert session.payload == PAYLOAD
    assert session.member is None


def test_the_row_alone_tells_neither_token_nor_payload() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)
    row = Session.objects.get()

    assert token not in row.token_hash
    assert PAYLOAD not in bytes(row.sealed)
    assert resume_session(row.token_hash, now=NOW) is None


def test_all_sessions_are_of_one_size() -> None:
    start_session(b"", member=None, now=NOW)
    start_session(b"x" * 900, member=make.member(make.organisation()), now=NOW)

    assert len({len(bytes(row.sealed)) for row in Session.objects.all()}) == 1


def test_t_swap_a_payload_moved_to_another_row_does_not_open() -> None:
    ours = start_session(b"ours", member=None, now=NOW)
    start_session(b"theirs", member=None, now=NOW)
    mine = Session.objects.get(token_hash=resumed(ours).token_hash)
    other = Session.objects.exclude(pk=mine.pk).get()
    Session.objects.filter(pk=mine.pk).update(sealed=bytes(other.sealed))

    assert resume_session(ours, now=NOW) is None


def test_a_session_ends_when_it_is_left_alone() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)

    assert resume_session(token, now=NOW + IDLE_FOR) is None


def test_use_keeps_a_session_open() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)
    resumed(token, NOW + IDLE_FOR - SECOND)

    assert resume_session(token, now=NOW + IDLE_FOR + SECOND) is not None


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)
    now = NOW
    while now < NOW + ENDS_AFTER - IDLE_FOR:
        now += IDLE_FOR - SECOND
        resumed(token, now)

    assert resume_session(token, now=NOW + ENDS_AFTER) is None


def test_use_is_noted_at_most_once_a_minute() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)

    resumed(token, NOW + 59 * SECOND)
    assert Session.objects.get().idle_until == NOW + IDLE_FOR
    resumed(token, NOW + 61 * SECOND)
    assert Session.objects.get().idle_until == NOW + 61 * SECOND + IDLE_FOR


def test_something_else_can_be_kept() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)

    replaced = replace_payload(resumed(token), b"new")

    assert replaced.payload == resumed(token).payload == b"new"


def test_after_rotation_only_the_new_cookie_opens() -> None:
    old = start_session(PAYLOAD, member=None, now=NOW)

    new = rotate_session(resumed(old), now=NOW)

    assert resume_session(old, now=NOW) is None
    assert resumed(new).payload == PAYLOAD


def test_rotation_does_not_lengthen_a_session() -> None:
    old = start_session(PAYLOAD, member=None, now=NOW)
    later = NOW + IDLE_FOR - SECOND

    new = rotate_session(resumed(old, later), now=later)

    assert resumed(new, later).ends_at == NOW + ENDS_AFTER


def test_a_session_that_ended_meanwhile_is_not_revived_by_rotation() -> None:
    session = resumed(start_session(PAYLOAD, member=None, now=NOW))
    end_session(session.token_hash)

    assert resume_session(rotate_session(session, now=NOW), now=NOW) is None


def test_a_session_that_ended_meanwhile_is_not_revived_by_keeping_something() -> None:
    token = start_session(PAYLOAD, member=None, now=NOW)
    session = resumed(token)
    end_session_of_token(token)

    replace_payload(session, b"new")

    assert not Session.objects.exists()


def test_leaving_everywhere_ends_all_of_a_members_sessions_and_nobody_elses() -> None:
    organisation = make.organisation()
    ada, ben = make.member(organisation, "Ada"), make.member(organisation, "Ben")
    hers = [start_session(PAYLOAD, member=ada, now=NOW) for _ in range(3)]
    his = start_session(PAYLOAD, member=ben, now=NOW)

    end_sessions_of(ada)

    assert [resume_session(token, now=NOW) for token in hers] == [None, None, None]
    assert resume_session(his, now=NOW) is not None


def test_whoever_leaves_the_organisation_is_out_at_once() -> None:
    ada = make.member(make.organisation())
    token = start_session(PAYLOAD, member=ada, now=NOW)

    leave(ada, now=NOW)

    assert resume_session(token, now=NOW) is None


def test_sessions_that_are_over_are_deleted() -> None:
    start_session(PAYLOAD, member=None, now=NOW - ENDS_AFTER)
    start_session(PAYLOAD, member=None, now=NOW - IDLE_FOR)
    token = start_session(PAYLOAD, member=None, now=NOW)

    assert drop_ended_sessions(NOW) == 2
    assert resume_session(token, now=NOW) is not None
