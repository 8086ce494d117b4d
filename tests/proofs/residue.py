"""Everything that a site leaves behind where somebody else could read it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from tests.proofs.site import Site

SHARED = (Path("/dev/shm"), Path("/var/tmp"))  # noqa: S108 (looked at, not written to by us)
DATABASES = ("evenhand.sqlite3", "shred.sqlite3")
_LOOK_EVERY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """Some bytes, the kind of place they were found in, and where exactly."""

    kind: str
    where: str
    content: bytes


@dataclass(slots=True)
class Residue:
    """Watches one site: what was there before it came, and what is open for a moment only."""

    site: Site
    mails: Path
    _before: set[Path] = field(default_factory=set)
    _fleeting: dict[str, bytes] = field(default_factory=dict)
    _is_over: Event = field(default_factory=Event)
    _watcher: Thread | None = None

    def begin(self) -> None:
        self._before = {path for folder in SHARED for path in folder.rglob("*")}
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def end(self) -> None:
        self._is_over.set()
        assert self._watcher is not None
        self._watcher.join()

    def places(self) -> Iterator[Place]:
        """Everything, as it is now."""
        for kind, folder in self.folders().items():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path not in self._before:
                    yield Place(f"{kind}{_part(path, folder)}", str(path), path.read_bytes())
        yield Place("output", "output", self.site.output.read_bytes())
        for name in DATABASES:
            yield Place("rows", name, b"\n".join(_values(self.site.data / name)))
        for where, content in list(self._fleeting.items()):
            yield Place(where.partition(" ")[0], where, content)

    def folders(self) -> dict[str, Path]:
        """Where a site could put a file."""
        own = {
            "data/": self.site.data,
            "temporary/": self.site.temporary,
            "working folder/": self.site.here,
            "received mail/": self.mails,
        }
        return own | {f"{folder}/": folder for folder in SHARED}

    def _watch(self) -> None:
        """Environment, command line and files that are open without a name."""
        while not self._is_over.wait(_LOOK_EVERY_SECONDS):
            with suppress(AssertionError):  # it is not running at the moment
                for pid in (self.site.parent(), *self.site.workers()):
                    self._look_at(pid)

    def _look_at(self, pid: int) -> None:
        process = Path(f"/proc/{pid}")
        for name in ("environ", "cmdline"):
            if f"{name} of {pid}" not in self._fleeting:
                with suppress(OSError):  # only root may read what is not dumpable
                    self._fleeting[f"{name} of {pid}"] = (process / name).read_bytes()
        with suppress(OSError):
            for link in (process / "fd").iterdir():
                with suppress(OSError):
                    self._look_through(link)

    def _look_through(self, link: Path) -> None:
        target = str(link.readlink())
        is_hidden = target.endswith(" (deleted)") or target.startswith("/memfd:")
        if is_hidden or target.startswith(str(self.site.temporary)):
            content = link.read_bytes()
            self._fleeting[f"unnamed {target} {hash(content)}"] = content


@contextmanager
def watching(residue: Residue) -> Iterator[Residue]:
    """From before the site starts until after it has stopped."""
    residue.begin()
    try:
        yield residue
    finally:
        residue.site.stop()
        residue.end()


def _part(path: Path, folder: Path) -> str:
    """The first part of the way below the data folder; elsewhere names are of no interest."""
    return path.relative_to(folder).parts[0] if folder.name == "data" else ""


def _values(database: Path) -> Iterator[bytes]:
    """Every value of every row, whole: in the file itself long ones lie in pieces."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)) as opened:
        tables = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()
