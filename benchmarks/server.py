"""Start the real server on a data folder of its own, with something in it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
READY = "Evenhand is ready at"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    ready_after: float  # seconds

    def memory_mb(self) -> float:
        """Resident memory of the whole process family, shared pages counted once."""
        return sum(_share_of(pid) for pid in _family(self.process.pid)) / 1024


def prepared(data: Path) -> None:
    """A fresh site with its practice organisation."""
    command = [sys.executable, "-m", "evenhand.operations", "prepare"]
    subprocess.run(command, env=environment(data), check=True, capture_output=True)


def seeded(data: Path, script: str, *words: str) -> str:
    """What a script of benchmarks.seeds prints, run on the site's data."""
    command = [sys.executable, "-m", "benchmarks.seeds", script, *words]
    done = subprocess.run(
        command, env=environment(data), check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


@contextmanager
def serving(data: Path, *command: str) -> Iterator[Server]:
    """The server, from its start to its end."""
    port = _free_port()
    started = time.perf_counter()
    words = command or (sys.executable, "-m", "evenhand.operations", "serve")
    process = subprocess.Popen(
        words,
        env=environment(data) | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if READY in line:
                break
        else:
            message = "The server ended before it was ready."
            raise RuntimeError(message)
        yield Server(port, process, time.perf_counter() - started)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def environment(data: Path) -> dict[str, str]:
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return os.environ | {"EVENHAND_DATA": str(data), "PYTHONPATH": paths}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += _family(int(child))
    return found


def _share_of(pid: int) -> int:
    """Proportional set size in KiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
