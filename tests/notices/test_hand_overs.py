"""What goes to somebody outside, against a real mail server."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from pytest_django import Settings

from evenhand.notices.models import HandOver
from evenhand.notices.queries import hand_overs_waiting_since
from evenhand.notices.services import (
    put_out_hand_over,
    readdress_hand_overs,
    send_hand_overs,
)
from tests.notices.test_sending import NOON, Postbox, header, postbox

__all__ = ["postbox"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

OSK = "osk@outside.example"
SEALED = b"age-encryption.org/v1\n\x00\x01 and so on"


def attached(mail: bytes) -> list[tuple[str | None, bytes]]:
    parts = message_from_bytes(mail).walk()
    return [
        (part.get_filename(), bytes(part.get_payload(decode=True)))
        for part in parts
        if part.get_filename()
    ]


def test_the_note_is_attached_to_a_mail_that_says_nothing(postbox: Postbox) -> None:
    put_out_hand_over(SEALED, to=OSK, now=NOON)

    assert send_hand_overs(NOON) == 1

    ((to, mail),) = postbox.mails
    assert to == OSK
    assert header("Subject", mail) == "Check in"
    assert b"A note for you is attached. It opens with your key." in mail
    assert attached(mail) == [("note.age", SEALED)]


def test_it_leaves_the_outbox_when_a_server_has_taken_it(postbox: Postbox) -> None:
    put_out_hand_over(SEALED, to=OSK, now=NOON)
    send_hand_overs(NOON)

    assert not HandOver.objects.exists()
    assert send_hand_overs(NOON + timedelta(days=1)) == 0
    assert len(postbox.mails) == 1


def test_it_is_never_given_up_however_often_it_is_refused(postbox: Postbox) -> None:
    postbox.refused = {OSK}
    put_out_hand_over(SEALED, to=OSK, now=NOON)
    for hour in range(1, 200):
        assert send_hand_overs(NOON + timedelta(hours=hour)) == 0

    postbox.refused = set()

    assert send_hand_overs(NOON + timedelta(hours=201)) == 1
    assert postbox.recipients() == [OSK]


def test_while_the_mail_server_is_away_or_full_it_waits(
    postbox: Postbox, settings: Settings
) -> None:
    there, settings.SMTP = settings.SMTP, "smtp://127.0.0.1:9"
    put_out_hand_over(SEALED, to=OSK, now=NOON)
    assert send_hand_overs(NOON) == 0
    settings.SMTP, postbox.accepts_before_failing = there, 0
    assert send_hand_overs(NOON + timedelta(hours=1)) == 0
    assert hand_overs_waiting_since(NOON) == 1

    postbox.accepts_before_failing = 1

    assert send_hand_overs(NOON + timedelta(hours=2)) == 1


def test_one_that_is_refused_does_not_keep_the_others_waiting(postbox: Postbox) -> None:
    postbox.refused = {"gone@outside.example"}
    put_out_hand_over(SEALED, to="gone@outside.example", now=NOON)
    put_out_hand_over(SEALED, to=OSK, now=NOON + timedelta(seconds=1))

    assert send_hand_overs(NOON + timedelta(seconds=1)) == 1
    assert postbox.recipients() == [OSK]


def test_one_sent_again_after_a_crash_bears_the_same_message_id(postbox: Postbox) -> None:
    put_out_hand_over(SEALED, to=OSK, now=NOON)
    as_it_was = HandOver.objects.get()
    send_hand_overs(NOON)
    as_it_was.save()  # what a crash between sending and forgetting it leaves behind

    send_hand_overs(NOON)

    first, again = (header("Message-ID", mail) for _, mail in postbox.mails)
    assert first == again


def test_what_another_runner_has_taken_is_left_to_it_for_a_while(postbox: Postbox) -> None:
    put_out_hand_over(SEALED, to=OSK, now=NOON)
    HandOver.objects.update(tries=1, send_after=NOON + timedelta(minutes=1))

    assert send_hand_overs(NOON) == 0
    assert send_hand_overs(NOON + timedelta(minutes=1)) == 1
    assert len(postbox.mails) == 1


def test_a_row_shows_no_address_and_has_one_size_of_it(postbox: Postbox) -> None:
    del postbox
    for address in (OSK, f"{'x' * 200}@outside.example"):
        put_out_hand_over(SEALED, to=address, now=NOON)

    rows = [bytes(row.sealed_address) for row in HandOver.objects.all()]

    assert len({len(row) for row in rows}) == 1
    assert not any(b"example" in row for row in rows)


def test_what_waits_for_an_old_address_goes_to_the_new_one(postbox: Postbox) -> None:
    put_out_hand_over(SEALED, to="old@outside.example", now=NOON)
    put_out_hand_over(SEALED, to="other@outside.example", now=NOON)

    readdress_hand_overs(old="old@outside.example", new=OSK)
    send_hand_overs(NOON)

    assert sorted(postbox.recipients()) == [OSK, "other@outside.example"]


def test_without_a_mail_server_it_is_a_file_in_the_data_folder(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SMTP, settings.DATA = "", tmp_path
    put_out_hand_over(SEALED, to=OSK, now=NOON)

    assert send_hand_overs(NOON) == 1

    (mail,) = [path.read_bytes() for path in (tmp_path / "mail").iterdir()]
    assert attached(mail) == [("note.age", SEALED)]
