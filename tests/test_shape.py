"""The size of files, and what the locks must agree on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
LONGEST_TEMPLATE = 120
# Names that say nothing: what is in them belongs to the package that can name it.
NAMED_BY_DJANGO = ROOT / "src/evenhand/rows/sqlite/base.py"  # it asks for a module `base`
EMPTY_NAMES = {"utils", "helpers", "common", "core", "lib", "base", "shared", "misc"}


def _files(*endings: str) -> list[Path]:
    folders = ("src", "tests", "benchmarks", "tools")
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return [path for path in paths if path.suffix in endings and "migrations" not in path.parts]


def _longer_than(lines: int, paths: list[Path]) -> list[str]:
    counts = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}
    return [f"{path}: {count} lines" for path, count in counts.items() if count > lines]


def test_no_module_is_longer_than_300_lines() -> None:
    assert _longer_than(LONGEST_MODULE, _files(".py")) == []


def test_no_template_is_longer_than_120_lines() -> None:
    assert _longer_than(LONGEST_TEMPLATE, _files(".html", ".txt")) == []


def test_no_module_or_package_has_a_name_that_says_nothing() -> None:
    said_nothing = [path for path in _files(".py") if {path.stem, path.parent.name} & EMPTY_NAMES]

    assert [path for path in said_nothing if path != NAMED_BY_DJANGO] == []


def _pins(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return {line.split()[0] for line in lines if line and not line.startswith((" ", "#"))}


def test_what_runs_is_locked_to_the_same_versions_for_developing() -> None:
    assert _pins("run") <= _pins("dev")


@pytest.mark.parametrize("name", ["run", "dev"])
def test_locks_name_no_index(name: str) -> None:
    assert "://" not in (ROOT / "requirements" / f"{name}.txt").read_text()


def test_what_machines_call_may_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
