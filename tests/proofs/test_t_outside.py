"""A report for somebody outside: T-CANARY, T-MAIL and T-KILL once more, over the last link (D1)."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evenhand.sealing.padding import KIB, STEPS
from tests.proofs.canaries import Canaries
from tests.proofs.canary_reporter import Telling, write_everything
from tests.proofs.driver import Browser
from tests.proofs.killing import Reporter
from tests.proofs.outside import (
    Mailbox,
    attachment,
    choose_outside,
    constant_part,
    named_at,
    waiting,
)
from tests.proofs.people import TELL, code_in
from tests.proofs.residue import Residue, watching
from tests.proofs.scanner import Scanner
from tests.proofs.site import Site, until
from tests.sizes import size

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

NOTES = size(10, 200)
ROUNDS = size(8, 300)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
def site(tmp_path: Path, mailbox: Mailbox) -> Iterator[Site]:
    """It knows somebody outside, whose mail server is away at first."""
    running = Site(tmp_path / "site", {"EVENHAND_SMTP": mailbox.address})
    try:
        running.start()
        named_at(running, mailbox)
        yield running
    finally:
        running.stop()


def test_t_canary_nothing_that_goes_outside_is_left_in_the_clear(
    site: Site, mailbox: Mailbox, proved: Callable[[str], None]
) -> None:
    at, mails = Telling(site, Canaries()), site.root / "mails"
    mails.mkdir()
    scanner = Scanner({"canary": at.canary.mark, "identity": mailbox.identity.line.reveal()})
    with watching(Residue(site, mails)) as residue:
        browser = at.browser()
        page = write_everything(at, browser, "outside")
        page = choose_outside(browser, browser.fill(page, {}, press="go=people"))
        for _ in range(2):
            assert "Your report is locked" in browser.fill(page, {}, press="go=send").text
        assert waiting(site) == 1
        assert _found(scanner, residue) == []  # while it waits
        mailbox.open()
        site.stop()
        site.start()
        until(lambda: waiting(site) == 0)
        for number, (_, _, content) in enumerate(mailbox.box.arrived):
            (mails / str(number)).write_bytes(content)

        assert _found(scanner, residue) == []
        (note,) = mailbox.notes()
        assert all(at.canary(name) in note for name in ("outside story", "outside concerns"))
        (site.data / "planted").write_text(note)
        planted = _found(scanner, residue)
        assert planted
        assert all("planted" in found for found in planted)
    proved(f"{len(at.canary)} canaries, waiting and mailed: 0 found")


def _found(scanner: Scanner, residue: Residue) -> list[str]:
    return [
        f"{hit.where} {hit.encoding} {hit.what}"
        for place in residue.places()
        for hit in scanner.hits(place.where, place.content)
    ]


def test_t_mail_all_hand_overs_look_the_same_but_for_a_step_of_size(
    site: Site, mailbox: Mailbox, proved: Callable[[str], None]
) -> None:
    chance = random.SystemRandom()
    mailbox.open()
    for _ in range(NOTES):
        browser = Browser(site.port)
        words = "more " * chance.randrange(1, 12_000)
        page = browser.fill(browser.get(TELL), {"what_happened": words}, press="go=people")
        browser.fill(choose_outside(browser, page), {}, press="go=send")
    until(lambda: waiting(site) == 0)

    mails = mailbox.mails()
    assert len(mails) == NOTES
    assert {mail["Subject"] for mail in mails} == {"Check in"}
    assert len({constant_part(mail) for mail in mails}) == 1
    assert off_the_steps([len(attachment(mail)) for mail in mails]) == []
    # A planted fault: the same notes as they are, not filled up.
    assert len(off_the_steps([len(note.encode()) + 200 for note in mailbox.notes()])) > NOTES // 4
    proved(f"{NOTES} hand-overs: 1 subject, 1 body, sizes on the steps")


def off_the_steps(sizes: list[int]) -> list[int]:
    """Sizes that tell more than a step. The head of an age file has some 200 bytes."""
    steps = (*STEPS, *(STEPS[-1] * times for times in range(2, 9)))
    return [size for size in sizes if not any(150 < size - step < KIB // 2 for step in steps)]


def test_t_kill_every_note_whose_number_was_shown_arrives_once(
    site: Site, mailbox: Mailbox, proved: Callable[[str], None]
) -> None:
    """Shot at while they are sent, again between commit and mail, and while they are mailed."""
    reporter = Reporter(site)
    shown = [_hand_over_under_fire(reporter, f"Note of round {at}.") for at in range(ROUNDS)]
    assert waiting(site) == ROUNDS
    site.kill_workers()
    site.wait_until_it_answers()
    site.stop()
    mailbox.open()
    site.start()
    until(lambda: len(mailbox.mails()) >= ROUNDS // 4)
    site.kill_workers()
    until(lambda: waiting(site) == 0, seconds=180)

    assert lost_and_doubled(shown, mailbox.arrived()) == ([], [])
    # Planted faults: one that never came, and one that came twice.
    assert lost_and_doubled([*shown, "0000"], mailbox.arrived()) == (["0000"], [])
    twice = mailbox.arrived() + Counter(shown[:1])
    assert lost_and_doubled(shown, twice) == ([], shown[:1])
    assert reporter.interrupted >= ROUNDS // 8  # otherwise nothing was tried
    proved(f"{ROUNDS} hand-overs under kill -9, {reporter.interrupted} cut off: 0 lost, 0 twice")


def _hand_over_under_fire(reporter: Reporter, words: str) -> str:
    browser = Browser(reporter.site.port)
    page = reporter.persist(
        lambda: browser.fill(browser.get(TELL), {"what_happened": words}, press="go=people")
    )
    page = reporter.persist(lambda: choose_outside(browser, page))
    return reporter.under_fire(lambda: browser.fill(page, {}, press="go=send"), code_in)


def lost_and_doubled(shown: list[str], arrived: Counter[str]) -> tuple[list[str], list[str]]:
    lost = [number for number in shown if not arrived[number]]
    return lost, [number for number, times in arrived.items() if times > 1]
