"""The real site in a process of its own, and beside it the place that Leave opens."""

from __future__ import annotations

import gzip
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.operations.serving import EVENHAND, PATIENCE_SECONDS, READY, environment, free_port

# Somebody's page that hides nothing: it may be kept, and so may what is typed into it.
PLANTED_SENTENCE = "Quandlebrook pages may be kept"
_HEAD = '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
_NEUTRAL = _HEAD + "<title>Weather</title><p>Sunny.</p>"
_PLANTED = (
    f"{_HEAD}<title>Planted</title><p>{PLANTED_SENTENCE}</p>"
    '<form method="post"><textarea name="text"></textarea><button>Go</button></form>'
    + "<p>words that make it worth packing</p>"
    * 50
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the practice organisation prints for each of its members."""

    name: str
    address: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Site:
    """A running site, and all it has printed."""

    process: subprocess.Popen[bytes]
    origin: str
    elsewhere: str  # where Leave leads to
    said: Path

    def sign_in_of(self, first_name: str) -> SignIn:
        line = rf"^practice sign-in: ({first_name} .+) <(.+)> (.+)$"
        found = re.search(line, self.said.read_text(), re.MULTILINE)
        assert found is not None
        return SignIn(*found.groups())

    @property
    def set_up_link(self) -> str:
        found = re.search(r"http://\S+/set-up/\S+", self.said.read_text())
        assert found is not None
        return found[0]


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Under a name, not a number: browsers give passkeys to names only."""
    with _elsewhere() as elsewhere:
        port = free_port()
        origin, said = f"http://localhost:{port}", folder / "said"
        settings = {"PORT": str(port), "EVENHAND_ORIGIN": origin, "EVENHAND_LEAVE_TO": elsewhere}
        with said.open("wb") as output:
            process = subprocess.Popen(
                [*EVENHAND, "serve"],
                env=environment(folder / "data", **settings),
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        site = Site(process, origin, elsewhere, said)
        try:
            _wait_until_ready(site)
            yield site
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


def _wait_until_ready(site: Site) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while READY not in site.said.read_text():
        assert time.monotonic() < give_up_at, site.said.read_text()
        assert site.process.poll() is None, site.said.read_text()
        time.sleep(0.05)


class _Elsewhere(BaseHTTPRequestHandler):
    """A page that says nothing at /, one that keeps everything at /planted."""

    def do_GET(self) -> None:
        is_planted = self.path == "/planted"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if is_planted:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=3600")
        body = gzip.compress(_PLANTED.encode()) if is_planted else _NEUTRAL.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the output of the tests is for the tests."""


@contextmanager
def _elsewhere() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
