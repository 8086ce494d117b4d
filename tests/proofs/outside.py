"""Somebody outside with a mailbox and a key of their own, and people who write to them."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller

from evenhand.sealing.outside import OutsideIdentity, new_outside_identity, open_from_inside
from tests.operations.serving import evenhand, free_port
from tests.proofs.driver import Browser, Page
from tests.proofs.site import Site
from tests.proofs.test_t_mail import Postbox

NAME, ADDRESS = "Osk Varnhold", "osk@outside.example"
_PRACTICE = ("--organisation", "Lantern (practice)")
_NUMBER = re.compile(r"^Note (\d{4} \d{4} \d{4})$", re.MULTILINE)
_VARYING = {"Date", "Message-ID", "Content-Type"}  # the last holds the boundary, drawn each time


@dataclass(slots=True)
class Mailbox:
    """The outside contact's mail server, which can be away."""

    box: Postbox = field(default_factory=Postbox)
    port: int = field(default_factory=free_port)
    identity: OutsideIdentity = field(default_factory=new_outside_identity)
    _server: Controller | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def open(self) -> None:
        self._server = Controller(self.box, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    def mails(self) -> list[Message]:
        """Those to the contact. Members get theirs from the same server."""
        arrived = self.box.arrived
        return [message_from_bytes(content) for _, to, content in arrived if to == (ADDRESS,)]

    def notes(self) -> list[str]:
        sealed = [attachment(mail) for mail in self.mails()]
        return [open_from_inside(it, identity=self.identity).reveal() for it in sealed]

    def arrived(self) -> Counter[str]:
        """How often each note came, by its number. A repeat bears the Message-ID of the first."""
        pairs = zip(self.mails(), self.notes(), strict=True)
        each = {mail["Message-ID"]: note for mail, note in pairs}
        return Counter(found[1] for found in map(_NUMBER.search, each.values()) if found)


def named_at(site: Site, mailbox: Mailbox) -> None:
    """As the operator does it, with the key that the contact has made."""
    done = evenhand(
        "outside", "set", NAME, ADDRESS, mailbox.identity.key, *_PRACTICE, data=site.data
    )
    assert done.returncode == 0, done.stderr


def choose_outside(browser: Browser, page: Page) -> Page:
    """On the people page. "Send now" leads to the page Check and send first."""
    page = browser.fill(page, {"outside_only": "on"}, press="go=send")
    assert "So it goes only to:" in page.text
    return page


def waiting(site: Site) -> int:
    with closing(sqlite3.connect(site.data / "evenhand.sqlite3", timeout=60)) as opened:
        return int(opened.execute("SELECT count(*) FROM notices_handover").fetchone()[0])


def attachment(mail: Message) -> bytes:
    (part,) = [part for part in mail.walk() if part.get_filename() == "note.age"]
    return bytes(part.get_payload(decode=True))


def constant_part(mail: Message) -> str:
    """Everything of a mail but its sealed bytes and what no two mails share."""
    head = [f"{name}: {value}" for name, value in mail.items() if name not in _VARYING]
    parts = [part for part in mail.walk() if not part.is_multipart()]
    told = [str(part.get_payload()) for part in parts if not part.get_filename()]
    kinds = [str(part.items()) for part in parts]
    return "\n".join([*head, *told, *kinds])
