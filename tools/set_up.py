"""Make .venv hold exactly what requirements/<name>.txt says, and the `evenhand` command.

Runs with any Python from 3.11 and nothing installed. Uses uv when it is there, else venv and pip.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

from tools.here import ROOT, VENV, VENV_PYTHON, install_packages, may_install_packages, stop

STAMP = VENV / ".set-up"  # says which list is installed, and its digest
LAUNCHER = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
# The two lines above start the right Python from a path of any length, with or without spaces.
import sys

from evenhand.operations.command import main

sys.exit(main())
"""


def main() -> None:
    name = sys.argv[1]
    if _is_set_up(name):
        return
    print("Setting up .venv; the first time this takes about a minute.", flush=True)
    STAMP.unlink(missing_ok=True)
    if not _install_with_uv(name):
        _install_with_pip(name)
    _write_command()
    STAMP.write_text(_stamp_of(name))


def _stamp_of(name: str) -> str:
    lock = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return f"{name} {hashlib.sha256(lock).hexdigest()}"


def _is_set_up(name: str) -> bool:
    """Everything for running is also in the list for developing, with the same versions."""
    if not STAMP.exists() or STAMP.read_text() not in {_stamp_of(name), _stamp_of("dev")}:
        return False
    return _works("import django, evenhand")


def _works(code: str) -> bool:
    """Does .venv's Python run this? (Not after the system's Python was replaced, say.)"""
    if not VENV_PYTHON.exists():
        return False
    return not subprocess.run(
        [VENV_PYTHON, "-c", code], check=False, capture_output=True
    ).returncode


def _install_with_uv(name: str) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    commands = [
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            str(VENV_PYTHON),
            *_what(name),
        ]
    ]
    if not _works("import sys; assert sys.version_info >= (3, 11)"):
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
        commands.insert(0, make)
    for command in commands:
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            print("uv could not do it; trying pip.", flush=True)
            return False
    return True


def _install_with_pip(name: str) -> None:
    if not _works("import pip, sys; assert sys.version_info >= (3, 11)"):
        _make_venv()
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
    command = [*pip, "--disable-pip-version-check", *_what(name)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop(f"pip could not install requirements/{name}.txt; see above.")


def _what(name: str) -> list[str]:
    """Only what the lock's hashes name, and nothing that would have to be built here."""
    return ["--require-hashes", "--only-binary", ":all:", "-r", f"requirements/{name}.txt"]


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not may_install_packages():
            stop(f"Python's venv is missing; install it (Debian: apt-get install {package}).")
        install_packages(package)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        stop("Python could not make .venv; see above.")


def _write_command() -> None:
    """The source folder on Python's path, and bin/evenhand: no build step to go wrong."""
    (packages,) = VENV.glob("lib/python*/site-packages")
    (packages / "evenhand.pth").write_text(f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "evenhand"
    command.write_text(LAUNCHER.format(python=VENV_PYTHON))
    command.chmod(0o755)


if __name__ == "__main__":
    main()
