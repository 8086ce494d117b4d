"""`evenhand serve`, for real."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from tests.operations.serving import EVENHAND, Server, environment, evenhand, free_port

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

LARGEST_MB = 150


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "data"


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    """The first start of a site, on an empty folder."""
    running = Server.start(data)
    yield running
    running.stop()


def resident_mb(pid: int) -> float:
    """Memory of a process, with what it shares counted to each in part."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def wait_until_gone(pid: int) -> None:
    give_up_at = time.monotonic() + 20
    while is_alive(pid):
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


def test_the_first_start_says_how_to_sign_in_and_then_that_it_is_ready(server: Server) -> None:
    sign_ins = [line for line in server.lines if line.startswith("practice sign-in: ")]
    links = [line for line in server.lines if "/set-up/" in line]

    assert len(sign_ins) == 7
    assert all(
        re.fullmatch(r"practice sign-in: .+ <\w+@practice\.example> (\w+ ?){5}", it)
        for it in sign_ins
    )
    assert len(links) == 1
    assert server.lines[-1] == f"Evenhand is ready at http://127.0.0.1:{server.port}/"


def test_the_printed_set_up_link_opens_the_set_up(server: Server) -> None:
    link = next(line for line in server.lines if "/set-up/" in line).split()[-1]
    origin, _, path = link.partition("/set-up/")

    assert origin == f"http://127.0.0.1:{server.port}"
    assert server.status_of("/set-up/" + path) == 200


def test_it_prints_nothing_about_pages_that_people_ask_for(server: Server) -> None:
    before = list(server.lines)

    statuses = [server.status_of(path) for path in ("/c/", "/c/secret-page/", "/%00", "/m/cases")]

    assert statuses[:2] == [200, 404]
    assert server.lines == before


def test_at_rest_it_takes_little_memory(server: Server) -> None:
    server.wait_until_it_answers()

    assert sum(map(resident_mb, server.processes())) <= LARGEST_MB


def test_no_process_may_write_a_core_file(server: Server) -> None:
    for pid in server.processes():
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"^Max core file size\s+0\s+0\s", limits, re.MULTILINE)


def test_only_its_own_user_may_read_what_it_keeps(server: Server, data: Path) -> None:
    server.wait_until_it_answers()

    kept = [data, *data.rglob("*")]
    assert len(kept) > 3
    assert [path for path in kept if path.stat().st_mode & 0o077] == []


def test_a_worker_that_is_killed_is_replaced_however_often(server: Server) -> None:
    before = len(server.processes())

    for _ in range(3):
        os.kill(server.processes()[1], signal.SIGKILL)
        server.wait_until_it_answers()
        server.wait_for_processes(before)


def test_a_port_that_is_in_use_is_refused_in_a_sentence(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = evenhand("serve", data=data, PORT=str(taken.getsockname()[1]))

    assert refused.returncode == 1
    assert "already in use" in refused.stderr


def test_it_stops_cleanly_and_the_next_start_keeps_everything(tmp_path: Path) -> None:
    first = Server.start(tmp_path / "data")
    pids = first.processes()
    assert first.stop() == 0
    assert not any(map(is_alive, pids))

    second = Server.start(tmp_path / "data")

    assert len(second.lines) == 1
    assert second.status_of("/c/lantern-conf/") == 200
    assert second.stop() == 0


def test_a_worker_does_not_outlive_a_parent_that_was_killed(data: Path) -> None:
    orphaned = Server.start(data)
    worker = orphaned.processes()[1]

    orphaned.process.kill()
    orphaned.process.wait(20)

    wait_until_gone(worker)


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    stopped = evenhand(
        "serve",
        data=tmp_path / "data",
        PORT=str(free_port()),
        EVENHAND_ORIGIN="http://somewhere.example",
    )

    assert stopped.returncode == 2
    assert "EVENHAND_ORIGIN must start with https://" in stopped.stderr


def test_notices_are_mailed_while_it_runs(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    assert evenhand("prepare", data=data).returncode == 0
    postbox = Controller(Mailbox(tmp_path / "mail"), hostname="127.0.0.1", port=port)
    postbox.start()
    assert evenhand("drill", data=data).returncode == 0

    running = Server.start(data, EVENHAND_SMTP=f"smtp://127.0.0.1:{port}")
    try:
        give_up_at = time.monotonic() + 60
        while not list((tmp_path / "mail" / "new").iterdir()):
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
    finally:
        running.stop()
        postbox.stop()


def test_stopped_while_it_is_still_preparing_it_leaves_no_process(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*EVENHAND, "serve"], env=environment(tmp_path / "data", PORT=str(free_port()))
    )
    time.sleep(0.7)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()

    process.terminate()
    process.wait(20)

    for pid in map(int, children):
        wait_until_gone(pid)
