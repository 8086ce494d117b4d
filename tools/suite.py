"""Run the suite on SQLite and on PostgreSQL and ask for its coverage.

With --prove only the proofs, which are the tests named test_t_…, at full size and one by one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile

from tools.browser import chromium
from tools.here import ROOT, VENV_PYTHON
from tools.postgres import postgres

ALIKE = "not browser and not server"  # what both databases must do alike
MEASURED = ("coverage", "run", "-m", "pytest", "-q")
PROOFS = ("pytest", "-q", "-k", "test_t_")
# Where a mistake costs most, every branch is tried.
COMPLETE = "src/evenhand/sealing/*,src/evenhand/vault/*"

Environment = dict[str, str]
Steps = dict[str, tuple[list[str], Environment]]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that PostgreSQL stops too
    is_proving = "--prove" in sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="evenhand-suite-") as folder, postgres() as databases:
        environment = os.environ | {"TMPDIR": folder, "EVENHAND_CHROMIUM": chromium()}
        for name in ("EVENHAND_DATABASE", "EVENHAND_SHRED_DATABASE", "EVENHAND_DATA"):
            environment.pop(name, None)
        run = _prove if is_proving else _test
        failed = run(environment, environment | databases)
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def _test(on_sqlite: Environment, on_postgres: Environment) -> list[str]:
    _passes("", ["coverage", "erase"], on_sqlite)
    steps: Steps = {
        "the suite on SQLite": ([*MEASURED, "-n2", "-m", "not server"], on_sqlite),
        "the real server, by itself": ([*MEASURED, "-m", "server"], on_sqlite),
        "the suite on PostgreSQL": ([*MEASURED, "-n2", "-m", ALIKE, "--migrations"], on_postgres),
        "collecting the coverage": (["coverage", "combine", "--quiet"], on_sqlite),
        "coverage": (["coverage", "report"], on_sqlite),
        "complete coverage of sealing and vault": (
            ["coverage", "report", f"--include={COMPLETE}", "--fail-under=100"],
            on_sqlite,
        ),
    }
    return [name for name, step in steps.items() if not _passes(name, *step)]


def _prove(on_sqlite: Environment, on_postgres: Environment) -> list[str]:
    full = {"EVENHAND_PROVE": "1"}
    steps: Steps = {
        "the proofs on SQLite": ([*PROOFS], on_sqlite | full),
        "the proofs on PostgreSQL": ([*PROOFS, "--migrations", "-m", ALIKE], on_postgres | full),
    }
    return [name for name, step in steps.items() if not _passes(name, *step)]


def _passes(name: str, module: list[str], environment: Environment) -> bool:
    if name:
        print(f"\n== {name}", flush=True)
    command = [str(VENV_PYTHON), "-m", *module]
    return not subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    main()
