"""Put a control wherever something could be found: a scanner that misses one is worth nothing."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from tests.proofs.residue import DATABASES, SHARED, Residue

# Only root may look into these of a process that hides itself; then nobody else can either.
ONLY_FOR_ROOT = {"environ", "cmdline", "unnamed"}


def in_process(pieces: Iterable[bytes]) -> tuple[dict[str, str], list[str]]:
    """For the environment and the command line: variables, and options of Python."""
    text = os.fsdecode(b" ".join(piece for piece in pieces if b"\0" not in piece))
    return {"PLANTED": text}, ["-X", f"planted={text}"]


@contextmanager
def unnamed_file(pieces: Iterable[bytes]) -> Iterator[BinaryIO]:
    """Open, but in no folder any more."""
    with tempfile.TemporaryFile() as file:
        file.write(b"\n".join(pieces))
        file.flush()
        file.seek(0)
        yield file


@contextmanager
def in_files(residue: Residue, pieces: list[bytes]) -> Iterator[set[str]]:
    """In every folder and both databases of a running site; yields the kinds of places."""
    name = f"planted-{os.getpid()}"
    data = residue.site.data
    folders = [*residue.folders().values(), *(it for it in data.iterdir() if it.is_dir())]
    files = [folder / name for folder in folders]
    try:
        for file in files:
            file.write_bytes(b"\n".join(pieces))
        with residue.site.output.open("ab") as output:
            output.write(b"\n".join(pieces))
        for database in DATABASES:
            _in_database(data / database, pieces)
        yield _kinds(data)
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _kinds(data: Path) -> set[str]:
    shared = {f"{folder}/" for folder in SHARED}
    own = {"temporary/", "working folder/", "received mail/", "output", "rows"}
    databases = {f"data/{name}{end}" for name in DATABASES for end in ("", "-wal")}
    inside = {f"data/{folder.name}" for folder in data.iterdir() if folder.is_dir()}
    assert {"data/files", "data/mail", "data/log"} <= inside
    hidden = ONLY_FOR_ROOT if os.geteuid() == 0 else set()
    return shared | own | databases | inside | hidden


def _in_database(database: Path, pieces: Iterable[bytes]) -> None:
    """Into the file itself, and once more into the log that is written before it."""
    rows = [(piece,) for piece in pieces]
    with closing(sqlite3.connect(database, timeout=60)) as opened:
        opened.execute("CREATE TABLE planted (piece BLOB)")
        opened.executemany("INSERT INTO planted VALUES (?)", rows)
        opened.commit()
        give_up_at = time.monotonic() + 30
        while opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            assert time.monotonic() < give_up_at
        opened.executemany("INSERT INTO planted VALUES (?)", rows)
        opened.commit()
