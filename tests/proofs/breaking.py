"""Break a running site in earnest, and mend it again."""

from __future__ import annotations

import resource
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

from tests.proofs.driver import Browser, Page, Upload, multipart
from tests.proofs.site import Site

_HEAD = "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Content-Length: {length}\r\n\r\n"


@contextmanager
def a_lost_database(site: Site, name: str) -> Iterator[None]:
    """A folder stands where its file was."""
    site.stop_workers()  # SQLite deletes by name what belongs to a file that it closes
    files = [path for path in site.data.iterdir() if path.name.startswith(name)]
    kept = [path.rename(path.with_name(f"kept-{path.name}")) for path in files]
    (site.data / name).mkdir()
    _start_anew(site)
    try:
        yield
    finally:
        site.stop_workers()
        (site.data / name).rmdir()
        for path in kept:
            path.rename(path.with_name(path.name.removeprefix("kept-")))
        _start_anew(site)
        site.wait_until_it_answers()


@contextmanager
def a_locked_database(site: Site, name: str) -> Iterator[None]:
    """Somebody else is writing and does not stop."""
    with closing(sqlite3.connect(site.data / name, timeout=60)) as opened:
        opened.isolation_level = None
        opened.execute("BEGIN EXCLUSIVE")
        yield
        opened.execute("ROLLBACK")


@contextmanager
def a_full_disk(site: Site) -> Iterator[None]:
    """Not a byte more fits into any file."""
    workers = site.workers()
    assert workers
    hard = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE)[1] for pid in workers}
    for pid in workers:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard[pid]))
    try:
        yield
    finally:
        for pid in workers:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard[pid], hard[pid]))


@contextmanager
def a_fault(site: Site) -> Iterator[None]:
    """What a member said of themselves is damaged: nothing expects that, so a real "500"."""
    with closing(sqlite3.connect(site.data / "evenhand.sqlite3", timeout=60)) as opened:
        said = opened.execute("SELECT sealed, member_id FROM directory_knownas").fetchall()
        assert said
        opened.execute("UPDATE directory_knownas SET sealed = x'00'")
        opened.commit()
        try:
            yield
        finally:
            back = "UPDATE directory_knownas SET sealed = ? WHERE member_id = ?"
            opened.executemany(back, said)
            opened.commit()


def _start_anew(site: Site) -> None:
    """The workers die; the next ones are there when anything at all is answered."""
    old = site.workers()
    site.kill_workers()
    give_up_at = time.monotonic() + 60
    while not (_are_new(site.workers(), old) and _answers(site)):
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


def _are_new(workers: list[int], old: list[int]) -> bool:
    return len(workers) == len(old) and not set(workers) & set(old)


def _answers(site: Site) -> bool:
    try:
        return Browser(site.port).ask("GET", "/c/safe").status > 0
    except OSError:
        return False


def die_in_the_middle(site: Site, browser: Browser, page: Page, *, file: Upload) -> None:
    """Half of an upload has arrived when the workers are killed."""
    form = page.form("files")
    kind, body = multipart(form.values, [file])
    lines = "".join(f"{name}: {value}\r\n" for name, value in browser.headers(kind).items())
    head = _HEAD.format(path=page.path, lines=lines, length=len(body))
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.3)  # so that it is read and worked on
        site.kill_workers()
    site.wait_until_it_answers()


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """A disk of its own at this folder; yields how to fill it to the last byte."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "evenhand", folder], check=True)

    @contextmanager
    def full() -> Iterator[None]:
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        try:
            yield
        finally:
            filler.unlink()

    try:
        yield full
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
