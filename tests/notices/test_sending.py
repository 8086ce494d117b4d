"""Notices against a real mail server."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from evenhand.accounts.models import Member
from evenhand.notices.models import Notice
from evenhand.notices.services import (
    MOST_TRIES,
    notify,
    notify_sealed_address,
    seal_notice_address,
    send_unsent_notices,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = Member(name="Ada", address="ada@practice.example")
BEN = Member(name="Ben", address="ben@practice.example")
ORDINARY = {"To", "Date", "Message-ID"}


class Postbox:
    """A mail server's memory. It refuses whom it is told to, and may be told to fail."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()
        self.accepts_before_failing = 1000

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, *rest: object
    ) -> str:
        if rest[0] in self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(str(rest[0]))
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if len(self.mails) >= self.accepts_before_failing:
            return "451 try later"
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails += [(to, content) for to in envelope.rcpt_tos]
        return "250 OK"

    def recipients(self) -> list[str]:
        return [to for to, _ in self.mails]


@pytest.fixture
def postbox(settings: Settings) -> Iterator[Postbox]:
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.SMTP = f"smtp://127.0.0.1:{port}"
    yield box
    server.stop()


def header(name: str, mail: bytes) -> str:
    found = re.search(rf"^{name}: (.*)\r?$", mail.decode(), re.MULTILINE)
    assert found
    return found[1].strip()


def constant_part(mail: bytes) -> bytes:
    return b"".join(
        line
        for line in mail.splitlines(keepends=True)
        if line.split(b":")[0].decode() not in ORDINARY
    )


def test_each_member_gets_one_mail_of_their_own_with_the_fixed_wording(postbox: Postbox) -> None:
    notify([ADA, BEN, ADA], now=NOON)

    assert send_unsent_notices(NOON) == 2

    assert postbox.recipients() == [ADA.address, BEN.address]
    to_ada, to_ben = (mail for _, mail in postbox.mails)
    assert header("From", to_ada) == "Rota <rota@127.0.0.1>"
    assert header("To", to_ada) == ADA.address
    assert header("Subject", to_ada) == "Check in"
    assert (
        to_ada.split(b"\r\n\r\n", 1)[1].split() == b"Please check in. http://127.0.0.1:8000".split()
    )
    assert constant_part(to_ada) == constant_part(to_ben)


def test_what_is_sent_leaves_the_outbox(postbox: Postbox) -> None:
    notify([ADA], now=NOON)
    send_unsent_notices(NOON)

    assert send_unsent_notices(NOON + timedelta(days=1)) == 0
    assert not Notice.objects.exists()
    assert len(postbox.mails) == 1


def test_a_notice_waits_for_its_time(postbox: Postbox) -> None:
    notify([ADA], now=NOON, send_after=NOON + timedelta(hours=1))

    assert send_unsent_notices(NOON) == 0
    assert send_unsent_notices(NOON + timedelta(hours=1)) == 1
    assert postbox.recipients() == [ADA.address]


def test_a_reporter_who_left_an_address_is_told_that_there_is_an_update(postbox: Postbox) -> None:
    notify_sealed_address(seal_notice_address("someone@elsewhere.example"), now=NOON)

    send_unsent_notices(NOON)

    assert postbox.recipients() == ["someone@elsewhere.example"]
    assert header("Subject", postbox.mails[0][1]) == "Check in"
    assert b"You have an update." in postbox.mails[0][1]


def test_a_reporter_without_an_address_leaves_the_same_row_and_gets_nothing(
    postbox: Postbox,
) -> None:
    notify_sealed_address(seal_notice_address(""), now=NOON)

    assert Notice.objects.count() == 1
    assert send_unsent_notices(NOON) == 0
    assert not Notice.objects.exists()
    assert postbox.mails == []


def test_a_row_has_one_size_and_shows_no_address(postbox: Postbox) -> None:
    del postbox
    notify([], now=NOON)
    notify([ADA], now=NOON)
    notify([Member(address=f"{'x' * 240}{at}@y.example") for at in range(39)], now=NOON)
    notify_sealed_address(seal_notice_address("someone@elsewhere.example"), now=NOON)

    rows = [bytes(notice.sealed_recipients) for notice in Notice.objects.all()]

    assert len(rows) == 4
    assert len({len(row) for row in rows}) == 1
    assert not any(b"example" in row for row in rows)


def test_more_members_than_a_row_has_room_for_take_a_second_row(postbox: Postbox) -> None:
    notify([Member(address=f"{'x' * 240}{at}@y.example") for at in range(60)], now=NOON)

    assert Notice.objects.count() == 2
    assert send_unsent_notices(NOON) == 60
    assert len(set(postbox.recipients())) == 60


def test_after_a_failure_half_way_only_the_rest_is_sent_and_a_repeat_shows_once(
    postbox: Postbox,
) -> None:
    notify([ADA, BEN], now=NOON)
    postbox.accepts_before_failing = 1

    assert send_unsent_notices(NOON) == 1
    postbox.accepts_before_failing = 1000
    assert send_unsent_notices(NOON + timedelta(seconds=30)) == 0  # backs off first
    assert send_unsent_notices(NOON + timedelta(minutes=2)) == 1

    assert postbox.recipients() == [ADA.address, BEN.address]


def test_a_mail_sent_again_after_a_crash_bears_the_same_message_id(postbox: Postbox) -> None:
    notify([ADA], now=NOON)
    as_it_was = Notice.objects.get()
    send_unsent_notices(NOON)
    as_it_was.save()  # what a crash between sending and noting it leaves behind

    send_unsent_notices(NOON)

    first, again = (header("Message-ID", mail) for _, mail in postbox.mails)
    assert first == again


def test_nobody_else_is_kept_waiting_by_an_address_that_is_refused(postbox: Postbox) -> None:
    postbox.refused = {ADA.address}
    notify([ADA, BEN], now=NOON)

    assert send_unsent_notices(NOON) == 1
    assert postbox.recipients() == [BEN.address]


def test_an_address_that_is_always_refused_is_given_up_after_some_days(postbox: Postbox) -> None:
    postbox.refused = {ADA.address}
    notify([ADA], now=NOON)

    for day in range(MOST_TRIES):
        assert Notice.objects.exists()
        send_unsent_notices(NOON + timedelta(days=day))

    assert not Notice.objects.exists()


def test_while_the_mail_server_is_away_nothing_is_lost(
    postbox: Postbox, settings: Settings
) -> None:
    there = settings.SMTP
    settings.SMTP = "smtp://127.0.0.1:9"
    notify([ADA], now=NOON)
    for day in range(2 * MOST_TRIES):
        assert send_unsent_notices(NOON + timedelta(days=day)) == 0

    settings.SMTP = there
    send_unsent_notices(NOON + timedelta(days=100))

    assert postbox.recipients() == [ADA.address]


def test_without_a_mail_server_mails_are_files_in_the_data_folder(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SMTP, settings.DATA = "", tmp_path
    notify([ADA, BEN], now=NOON)

    assert send_unsent_notices(NOON) == 2

    mails = [path.read_bytes() for path in (tmp_path / "mail").iterdir()]
    assert sorted(header("To", mail) for mail in mails) == [ADA.address, BEN.address]
    assert len({constant_part(mail) for mail in mails}) == 1
