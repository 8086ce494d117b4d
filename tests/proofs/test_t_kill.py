"""T-KILL: a receipt that was shown opens its report, whatever dies in between (A20)."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from tests.proofs.driver import Browser
from tests.proofs.killing import Reporter
from tests.proofs.looking import Found, Shown, look
from tests.proofs.people import cases
from tests.proofs.site import Site
from tests.sizes import size

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

ROUNDS = size(200, 2000)
SITES = 2  # side by side: while one starts again, the other is shot at
FILES_EVERY = 10
POWER_CUTS = size(15, 150)
HEALTHY = ["integrity_check=ok", "journal_mode=wal", "synchronous=2"]


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[list[Site]]:
    running = [Site(tmp_path / str(at)) for at in range(SITES)]
    try:
        for site in running:
            site.start()
        yield running
    finally:
        for site in running:
            site.stop()


def test_t_kill_no_report_whose_receipt_was_shown_is_lost_or_kept_twice(
    sites: list[Site], proved: Callable[[str], None]
) -> None:
    before = [cases(site) for site in sites]

    with ThreadPoolExecutor(SITES) as pool:
        reporters = list(pool.map(_report_under_fire, sites))

    for reporter, known in zip(reporters, before, strict=True):
        _open_some_with_the_code(reporter)
        reporter.site.stop()
        found = _look(reporter.site.data, reporter)
        assert found.lost == []
        assert found.twice == []
        assert found.cases == found.receipts == known + len(reporter.shown)
        assert found.mails >= len(reporter.shown)
    interrupted = sum(reporter.interrupted for reporter in reporters)
    assert interrupted >= ROUNDS // 4  # otherwise nothing was tried
    proved(f"{ROUNDS} reports under kill -9, {interrupted} cut off: 0 lost, 0 twice, 0 half")


def test_t_kill_a_receipt_that_was_shown_survives_a_power_cut(
    sites: list[Site], tmp_path: Path, proved: Callable[[str], None]
) -> None:
    site = sites[0]
    reporter = Reporter(site)
    is_over = Event()
    known: list[list[Shown]] = []
    with ThreadPoolExecutor(1) as pool:
        telling = pool.submit(_tell_on_and_on, reporter, is_over)
        for at in range(POWER_CUTS):
            is_over.wait(reporter.chance.uniform(0, 0.2))
            with _standing_still(site):
                known.append(list(reporter.shown))
                _copy_what_a_disk_holds(site.data, tmp_path / f"cut-{at}")
        is_over.set()
        telling.result()

    copies = [tmp_path / f"cut-{at}" for at in range(POWER_CUTS)]
    found = look(copies, reporter.shown, site.environment())
    for shown, after in zip(known, found, strict=True):
        assert {one.words for one in shown}.isdisjoint(after.lost)
        assert (after.twice, after.odd, after.health) == ([], [], HEALTHY * 2)
    proved(f"{POWER_CUTS} cuts, up to {len(known[-1])} receipts shown: 0 lost, 0 half")


def _report_under_fire(site: Site) -> Reporter:
    reporter = Reporter(site)
    for at in range(ROUNDS // SITES):
        words = f"{at}: {secrets.token_hex(8)}"
        reporter.tell_under_fire(words, with_file=at % FILES_EVERY == 0)
    reporter.site.wait_until_it_answers()
    return reporter


def _tell_on_and_on(reporter: Reporter, is_over: Event) -> None:
    while not is_over.is_set():
        reporter.tell(secrets.token_hex(8))


def _open_some_with_the_code(reporter: Reporter) -> None:
    """As people do; all others are opened by the program itself, which is faster."""
    for shown in reporter.chance.sample(reporter.shown, 5):
        browser = Browser(reporter.site.port)
        page = browser.fill(browser.get("/c/code"), {"code": shown.digits})
        assert page.path == "/c/yours"
        assert shown.words in page.text


def _look(folder: Path, reporter: Reporter) -> Found:
    found = look([folder], reporter.shown, reporter.site.environment())[0]
    assert found.odd == []
    assert found.health == HEALTHY * 2
    return found


@contextmanager
def _standing_still(site: Site) -> Iterator[None]:
    """Nothing moves: neither the site nor what it writes."""
    site.stop_workers()
    try:
        yield
    finally:
        for pid in site.workers():
            os.kill(pid, signal.SIGCONT)


def _copy_what_a_disk_holds(data: Path, copy: Path) -> None:
    """Not the -shm files: they live in memory and are made anew."""
    shutil.copytree(data, copy, ignore=shutil.ignore_patterns("*-shm"))
