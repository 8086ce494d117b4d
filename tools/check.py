"""Everything that can be told without running the product. Prints a line for each check."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from tools.here import ROOT, VENV

DJANGO = ("python", "manage.py")
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "style": ("ruff", "check", "."),
    "layers": ("lint-imports",),
    "templates": ("djlint", "--lint", "--quiet", "src"),
    "types": ("mypy",),
    "migrations": (*DJANGO, "makemigrations", "--check", "--dry-run"),
    "settings": (*DJANGO, "check", "--deploy", "--fail-level", "WARNING"),
    "spelling": ("codespell",),
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="evenhand-check-") as folder:
        environment = os.environ | {
            "EVENHAND_DATA": f"{folder}/data",
            "EVENHAND_ORIGIN": "https://evenhand.example",
            "TMPDIR": folder,
            "NO_COLOR": "1",
        }
        failed = [name for name in CHECKS if not _passes(name, environment)]
    if failed:
        sys.exit(f"make check failed: {', '.join(failed)}.")


def _passes(name: str, environment: dict[str, str]) -> bool:
    program, *arguments = CHECKS[name]
    start = time.monotonic()
    done = subprocess.run(
        [VENV / "bin" / program, *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    word = "FAILED" if done.returncode else "ok"
    print(f"check {name:<16} {word:<6} {time.monotonic() - start:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
