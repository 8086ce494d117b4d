"""Hand a mail to the mail server of the settings, or to a folder when there is none."""

from __future__ import annotations

import contextlib
import os
import smtplib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from evenhand.audit.events import Event
from evenhand.audit.log import note
from evenhand.notices.errors import CannotSend, Refused
from evenhand.notices.values import Wording

SUBJECT = "Check in"
NOTE = ("note.age", "application/octet-stream")
PATIENCE_SECONDS = 20
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

Post = Callable[[EmailMessage], None]


def written(wording: Wording, *, to: str, id_: str) -> EmailMessage:
    """The mail: the same bytes for everybody but for To, Date and Message-ID."""
    origin: SplitResult = settings.ORIGIN
    return EmailMessage(
        subject=SUBJECT,
        body=f"{wording}\n{origin.geturl().rstrip('/')}\n",
        from_email=settings.MAIL_FROM,
        to=[to],
        headers={"Message-ID": f"<{id_}@{origin.hostname}>"},
    )


def with_note(sealed: bytes, *, to: str, id_: str) -> EmailMessage:
    """The same for every hand-over but for the sealed bytes, whose size tells only a step."""
    mail = written(Wording.NOTE, to=to, id_=id_)
    name, kind = NOTE
    mail.attach(name, sealed, kind)
    return mail


@contextlib.contextmanager
def until_the_server_is_away() -> Iterator[None]:
    """All other mails would wait for it too, so the round ends; the next one goes on."""
    try:
        yield
    except CannotSend as error:
        note(Event.MAIL_REFUSED, error=type(error.__cause__ or error))


@contextlib.contextmanager
def open_post() -> Iterator[Post]:
    """A way to post mails one by one. Posting raises Refused or CannotSend."""
    if not settings.SMTP:
        yield _post_to_folder
        return
    backend = _backend(urlsplit(settings.SMTP))
    try:
        yield lambda mail: _post_over_smtp(backend, mail)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            backend.close()


def _backend(server: SplitResult) -> EmailBackend:
    is_smtps = server.scheme == "smtps"
    return EmailBackend(
        host=server.hostname,
        port=server.port or (465 if is_smtps else 587),
        username=unquote(server.username or ""),
        password=unquote(server.password or ""),
        use_ssl=is_smtps,
        # Addresses cross a network sealed or not at all.
        use_tls=not is_smtps and server.hostname not in _THIS_MACHINE,
        timeout=PATIENCE_SECONDS,
    )


def _post_over_smtp(backend: EmailBackend, mail: EmailMessage) -> None:
    try:
        backend.open()
        backend.send_messages([mail])
    except (smtplib.SMTPRecipientsRefused, ValueError) as error:
        raise Refused from error
    except (OSError, smtplib.SMTPException) as error:
        raise CannotSend from error


def _post_to_folder(mail: EmailMessage) -> None:
    """One file per mail, named by its Message-ID; a repeat replaces the first.

    On the disk before anybody forgets it: a hand-over is nowhere else.
    """
    folder: Path = settings.DATA / "mail"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = mail.extra_headers["Message-ID"].strip("<>").split("@")[0]
    draft = folder / f"{name}.new"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(mail.message().as_bytes(linesep="\r\n"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / f"{name}.eml")
    listing = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(listing)
    finally:
        os.close(listing)
