"""The real site, in folders of its own, so that everything it leaves behind can be looked at."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import BinaryIO

from tests.operations.serving import EVENHAND, READY, environment, free_port

PATIENCE_SECONDS = 60
SPACE = "lantern-conf"
# Python may be told not to keep compiled modules; a new worker then starts three times slower.
_COMPILED_ONCE = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "evenhand-compiled"),
}
_SIGN_IN = re.compile(r"^practice sign-in: .* <([^>]+)> (.+)$", re.MULTILINE)


@dataclass(slots=True)
class Site:
    """A site with a folder for its data, one for temporary files, one to stand in."""

    root: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def output(self) -> Path:
        """Everything its processes have printed."""
        return self.root / "output"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def here(self) -> Path:
        """The folder it was started in."""
        return self.root / "here"

    def start(self, *, options: Sequence[str] = (), reads: BinaryIO | None = None) -> None:
        """Returns when the site answers. The options are Python's; it `reads` no input anyway."""
        for folder in (self.temporary, self.here):
            folder.mkdir(parents=True, exist_ok=True)
        python, *words = EVENHAND
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [python, *options, *words, "serve"],
                env=self.environment(),
                cwd=self.here,
                stdin=reads or subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.wait_until_it_answers()
        until(lambda: READY in self.output.read_text(errors="replace"))

    def environment(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "TMPDIR": str(self.temporary)} | _COMPILED_ONCE
        return environment(self.data, **(own | self.more))

    def sign_ins(self) -> dict[str, str]:
        """Addresses and passphrases as they were printed at the first start."""
        return dict(_SIGN_IN.findall(self.output.read_text()))

    def parent(self) -> int:
        assert self.process is not None
        return self.process.pid

    def workers(self) -> list[int]:
        """The processes that serve, as many as there are at the moment."""
        parent = self.parent()
        with suppress(OSError):
            listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
            return [int(pid) for pid in listed.split()]
        return []

    def stop_workers(self) -> None:
        """They stand still, until they go on or are killed."""
        for pid in self.workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        until(lambda: all(_is_stopped(pid) for pid in self.workers()))

    def kill_workers(self) -> None:
        """As the system does when memory runs out, or a person who pulls the plug."""
        for worker in self.workers():
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def wait_until_it_answers(self) -> None:
        assert self.process is not None
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.output.read_text(errors="replace")[-500:]
            assert time.monotonic() < give_up_at
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)
        self.process = None


def _is_stopped(pid: int) -> bool:
    return "\nState:\tT" in Path(f"/proc/{pid}/status").read_text()


def until(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until it is so."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
