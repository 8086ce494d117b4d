"""T-CANARY: what people type is nowhere to be read, however it is looked for (A3, A5, A7)."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from tests.operations.serving import free_port
from tests.proofs import canary_member, canary_reporter, planting
from tests.proofs.canaries import Canaries
from tests.proofs.canary_errors import stumble
from tests.proofs.canary_reporter import Telling
from tests.proofs.residue import Place, Residue, watching
from tests.proofs.scanner import ENCODINGS, Hit, Scanner, planted
from tests.proofs.site import Site, until

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

_ENVELOPE = re.compile(rb"^(To|X-RcptTo): .*$", re.MULTILINE)


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A real mail server: its folder and its address."""
    port = free_port()
    postbox = Controller(Mailbox(tmp_path / "mails"), hostname="127.0.0.1", port=port)
    postbox.start()
    yield tmp_path / "mails", f"smtp://127.0.0.1:{port}"
    postbox.stop()


def test_t_canary_the_scanner_finds_every_encoding() -> None:
    canary = Canaries()
    scanner = Scanner({"control": canary.mark})

    missed = [
        name
        for name, piece in planted(canary("control")).items()
        if not list(scanner.hits("here", b"\x01\x02" + piece + b"\x03"))
    ]

    assert missed == []
    assert list(scanner.hits("here", canary.mark[1:].encode() * 100)) == []


def test_t_canary_nothing_that_was_typed_is_left_in_the_clear(
    tmp_path: Path, mails: tuple[Path, str], proved: Callable[[str], None]
) -> None:
    folder, server = mails
    control = Canaries()
    pieces = list(planted(control("control")).values())
    variables, options = planting.in_process(pieces)
    at = Telling(Site(tmp_path / "site", variables), Canaries())
    with watching(Residue(at.site, folder)) as residue:
        with planting.unnamed_file(pieces) as unnamed:
            at.site.start(options=options, reads=unnamed)
        _first_story(at)
        at.site.stop()
        at.site.more |= {"EVENHAND_SMTP": server}
        at.site.start()
        _second_story(at, folder)
        with planting.in_files(residue, pieces) as kinds:
            live = list(residue.places())

    _check_the_control(control.mark, pieces, live, kinds=kinds)
    scanner = Scanner({"canary": at.canary.mark, **at.secrets})
    found = [
        (hit.where, hit.encoding, hit.what, at.canary.name_of(hit.around))
        for place in (*live, *residue.places())
        for hit in scanner.hits(place.where, _without_envelope(place, at.mailed_to))
    ]
    assert found == []
    proved(
        f"{len(at.canary)} canaries and {len(at.secrets)} secrets, {len(ENCODINGS)} encodings,"
        f" {len(kinds)} kinds of places: 0 found"
    )


def _first_story(at: Telling) -> None:
    """From the first page to the last word, with everything that can go wrong."""
    reporter = canary_reporter.tell_everything(at, "kept")
    canary_reporter.add_files(at, reporter, "kept")
    canary_reporter.talk_on(at, reporter, "kept")
    digits = canary_reporter.replace_code(at, reporter, "kept")
    _enter_a_recovery_key(at)
    _find_a_reader(at, "kept")
    _handle(at, "kept")
    back = canary_reporter.come_back(at, digits, "kept, back", text=at.canary("left over"))
    assert at.canary("close") in back.get(canary_reporter.YOURS).text
    stumble(at, back)
    canary_reporter.take_back(at, "gone")
    until(lambda: _mailed(at, at.site.data / "mail", "kept new notice address"))


def _second_story(at: Telling, mails: Path) -> None:
    """With a mail server, and the code as words."""
    reporter = canary_reporter.tell_everything(at, "second")
    canary_reporter.talk_on(at, reporter, "second")
    canary_reporter.come_back(at, at.secrets["words second"], "second, back")
    _handle(at, "second")
    until(lambda: _mailed(at, mails, "second new notice address"))


def _find_a_reader(at: Telling, name: str) -> None:
    """One of the members who were chosen gets a passphrase that is a canary."""
    for address, printed in at.site.sign_ins().items():
        browser = canary_member.sign_in(at, address, printed)
        if canary_member.may_read(browser, at.canary(f"{name} story, changed")):
            changed = canary_member.change_passphrase(at, browser, address, old=printed)
            at.reader = (address, changed)
            return
    raise AssertionError(name)


def _enter_a_recovery_key(at: Telling) -> None:
    lead = next(address for address in at.site.sign_ins() if address.startswith("tamsin"))
    passphrase = at.site.sign_ins()[lead]
    browser = canary_member.sign_in(at, lead, passphrase)
    canary_member.say_who_keeps_shares(at, browser, passphrase=passphrase)


def _handle(at: Telling, name: str) -> None:
    address, passphrase = at.reader
    browser = canary_member.sign_in(at, address, passphrase)
    story = at.canary(f"{name} story, changed")
    canary_member.handle(at, browser, story, passphrase=passphrase)


def _mailed(at: Telling, folder: Path, name: str) -> bool:
    to = f"To: {at.canary.plain(name)}@"
    return any(to in mail.read_text() for mail in folder.rglob("*") if mail.is_file())


def _check_the_control(
    mark: str, pieces: Iterable[bytes], places: Iterable[Place], *, kinds: set[str]
) -> None:
    """In every place every encoding of it is found; otherwise the run is void."""
    scanner = Scanner({"control": mark})
    everything = _encodings(scanner.hits("", b"\n".join(pieces)))
    without_nul = _encodings(
        scanner.hits("", b"\n".join(piece for piece in pieces if b"\0" not in piece))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for place in places:
        found[place.kind] |= _encodings(scanner.hits(place.where, place.content))
    for kind in kinds:
        needed = without_nul if kind in {"environ", "cmdline"} else everything
        assert found[kind] >= needed, kind


def _encodings(hits: Iterable[Hit]) -> set[str]:
    return {hit.encoding for hit in hits}


def _without_envelope(place: Place, mailed_to: Iterable[str]) -> bytes:
    """A mail has to say to whom it goes. Nothing else is overlooked."""
    if place.kind not in {"data/mail", "received mail/"}:
        return place.content

    def blank(line: re.Match[bytes]) -> bytes:
        text = line[0]
        for address in mailed_to:
            text = text.replace(address.encode(), b"")
        return text

    return _ENVELOPE.sub(blank, place.content)
