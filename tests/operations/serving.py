"""Start the real server as an operator does, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
EVENHAND = (sys.executable, "-m", "evenhand.operations")
PATIENCE_SECONDS = 60
READY = "Evenhand is ready at "
_NOT_OURS = ("EVENHAND_", "DJANGO_", "COVERAGE_", "PORT")


def environment(data: Path, **more: str) -> dict[str, str]:
    """What an operator would have set: nothing of the suite's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "EVENHAND_DATA": str(data)} | more


def evenhand(*words: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*EVENHAND, *words],
        env=environment(data, **more),
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Server:
    """A running site and all it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str]

    @classmethod
    def start(cls, data: Path, **more: str) -> Server:
        """Returns when it says that it is ready."""
        port = free_port()
        process = subprocess.Popen(
            [*EVENHAND, "serve"],
            env=environment(data, PORT=str(port), **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        server = cls(process, port, [])
        Thread(target=server._listen, daemon=True).start()
        server.wait_until_said(READY)
        return server

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as printed:
            self.lines.extend(line.rstrip("\n") for line in printed)

    def wait_until_said(self, start: str) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not any(line.startswith(start) for line in list(self.lines)):
            assert time.monotonic() < give_up_at, self.lines[-3:]
            assert self.process.poll() is None, self.lines[-3:]
            time.sleep(0.02)

    def status_of(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.status_of("/healthz") == 200
        except OSError:
            return False

    def wait_until_it_answers(self) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            assert time.monotonic() < give_up_at
            assert self.process.poll() is None, self.lines[-3:]
            time.sleep(0.05)

    def wait_for_processes(self, count: int) -> None:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while len(self.processes()) != count:
            assert time.monotonic() < give_up_at
            time.sleep(0.05)

    def processes(self) -> list[int]:
        """The parent and its workers (Linux)."""
        parent = self.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, children)]

    def stop(self) -> int:
        """As a service manager does. The answer is the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)
