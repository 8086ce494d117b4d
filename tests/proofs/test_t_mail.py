"""T-MAIL: whoever reads the mails learns that the site exists, and nothing more (A6)."""

from __future__ import annotations

import random
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.operations.serving import free_port
from tests.proofs.canaries import Canaries
from tests.proofs.canary_reporter import YOURS
from tests.proofs.driver import Browser, Page, Upload
from tests.proofs.scanner import Scanner
from tests.proofs.site import Site, until
from tests.sizes import size

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="the site is looked into"),
]

SCENARIOS = size(50, 500)
_SPACES = ("lantern-conf", "lantern-forum")
_VARYING = {"To", "Date", "Message-ID"}
_CASE = re.compile(r'href="(/m/cases/[0-9a-f-]{36})"')


@dataclass
class Postbox:
    """Keeps what arrives, with its envelope."""

    arrived: list[tuple[str | None, tuple[str, ...], bytes]] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 (the name is given)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.arrived.append((envelope.mail_from, tuple(envelope.rcpt_tos), content))
        return "250 OK"


@dataclass(frozen=True, slots=True)
class Community:
    """A site in which all sorts of things happen."""

    site: Site
    canary: Canaries
    member: Browser
    chance: random.Random

    def let_something_happen(self, name: str) -> None:
        reporter = Browser(self.site.port)
        self._tell(reporter, name)
        acts: list[Callable[[], object]] = [
            lambda: self._reply(name),
            lambda: reporter.fill(reporter.get(YOURS), {"text": self.canary(f"{name} more")}),
            lambda: reporter.fill(reporter.get(f"{YOURS}/withdraw"), {}),
            lambda: reporter.fill(reporter.get(f"{YOURS}/replace"), {}),
            lambda: reporter.upload(
                reporter.get(f"{YOURS}/files"), [Upload(self.canary(f"{name} file"), b"content")]
            ),
        ]
        for act in self.chance.sample(acts, self.chance.randrange(len(acts))):
            act()

    def let_a_reporter_be_answered(self) -> None:
        """Whatever chance chose: at least one mail goes to somebody who reported."""
        self._tell(Browser(self.site.port), "answered", notice_address="answered@example.org")
        for path in _CASE.findall(self.member.get("/m/").text):
            case = self.member.get(path)
            if any("reply-text" in form.names for form in case.forms()):
                self.member.fill(case, {"reply-text": self.canary("answer")})

    def _tell(self, reporter: Browser, name: str, *, notice_address: str = "") -> None:
        page = reporter.get(f"/c/{self.chance.choice(_SPACES)}/tell")
        words = self.canary(f"{name} story") + " more" * self.chance.randrange(2000)
        page = reporter.fill(page, {"what_happened": words}, press="go=people")
        if self.chance.random() < 0.5:
            page = self._keep_somebody_out(reporter, page, name)
        page = reporter.fill(page, {}, press="go=place")
        page = reporter.fill(page, {}, press="go=contact")
        if self.chance.random() < 0.5:
            notice_address = self.canary.address(f"{name} address")
        page = reporter.fill(page, {"notice_address": notice_address}, press="go=send")
        assert page.path == "/c/sent"

    def _keep_somebody_out(self, reporter: Browser, page: Page, name: str) -> Page:
        who = page.form("excluded").choices["excluded"]
        typed = {"person-0-name": self.canary(f"{name} person"), "excluded": who[:1]}
        return reporter.fill(page, typed, press="go=person")

    def _reply(self, name: str) -> None:
        cases = _CASE.findall(self.member.get("/m/").text)
        case = self.member.get(self.chance.choice(cases))
        act = self.chance.choice(["reply-text", "note-text", "close-text"])
        if any(act in form.names for form in case.forms()):
            self.member.fill(case, {act: self.canary(f"{name} {act}")})


@pytest.fixture
def community(tmp_path: Path, postbox: tuple[Postbox, str]) -> Iterator[Community]:
    site = Site(tmp_path / "site", {"EVENHAND_SMTP": postbox[1]})
    try:
        site.start()
        member = Browser(site.port)
        sign_ins = site.sign_ins()
        on_duty = next(address for address in sign_ins if address.startswith("kaveh"))
        typed = {"address": on_duty, "passphrase": sign_ins[on_duty]}
        assert member.fill(member.get("/m/sign-in"), typed).path == "/m/"
        yield Community(site, Canaries(), member, random.SystemRandom())
    finally:
        site.stop()


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    port, box = free_port(), Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_t_mail_all_mails_say_the_same_whatever_happened(
    community: Community, postbox: tuple[Postbox, str], proved: Callable[[str], None]
) -> None:
    for at in range(SCENARIOS):
        community.let_something_happen(str(at))
    community.let_a_reporter_be_answered()
    until(lambda: _waiting(community.site) == 0)

    arrived = postbox[0].arrived
    mails = [message_from_bytes(content) for _, _, content in arrived]
    assert len(mails) >= SCENARIOS
    assert {mail["Subject"] for mail in mails} == {"Check in"}
    assert {sender for sender, _, _ in arrived} == {"rota@127.0.0.1"}
    assert all(to == (mail["To"],) for (_, to, _), mail in zip(arrived, mails, strict=True))
    assert len({_without_what_varies(mail) for mail in mails}) == 2
    assert {_first_line(mail) for mail in mails} == {"Please check in.", "You have an update."}
    assert _found(community, mails) == []
    proved(f"{SCENARIOS} scenarios, {len(mails)} mails: 1 subject, 2 bodies, 0 words of a report")


def _waiting(site: Site) -> int:
    with closing(sqlite3.connect(site.data / "evenhand.sqlite3", timeout=60)) as opened:
        return int(opened.execute("SELECT count(*) FROM notices_notice").fetchone()[0])


def _without_what_varies(mail: Message) -> str:
    headers = [f"{name}: {value}" for name, value in mail.items() if name not in _VARYING]
    return "\n".join([*headers, str(mail.get_payload())])


def _first_line(mail: Message) -> str:
    return str(mail.get_payload()).splitlines()[0]


def _found(community: Community, mails: list[Message]) -> list[str]:
    """Words of people in a mail, but for whom it goes to."""
    scanner = Scanner({"canary": community.canary.mark})
    for mail in mails:
        del mail["To"]
    return [hit.encoding for mail in mails for hit in scanner.hits("mail", mail.as_bytes())]
