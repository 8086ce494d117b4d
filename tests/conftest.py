"""What holds for every test: databases, a data folder of its own, and the lines of `make prove`.

The suite runs on SQLite files, or on PostgreSQL when EVENHAND_DATABASE and
EVENHAND_SHRED_DATABASE name one (`make test` does both).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from tests.sizes import IS_PROVING, size

hypothesis.settings.register_profile(
    "suite",
    max_examples=size(50, 2000),
    deadline=None,  # the machine may be busy
    derandomize=not IS_PROVING,
    database=None,
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Servers that tests start are not measured: it would slow what they time."""
    starts_workers = bool(getattr(config.option, "numprocesses", None))
    if not starts_workers:
        os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in files, as a site has it, not in memory; each worker has files of its own."""
    folder = tmp_path_factory.mktemp("databases")
    for connection in connections.all():
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(folder / f"{connection.alias}.sqlite3")


@pytest.fixture(autouse=True)
def _data_folder(settings: Settings, tmp_path: Path) -> None:
    """Files, mails and the log of one test are never seen by another."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    files = settings.STORAGES["default"]["OPTIONS"] | {"location": str(settings.DATA / "files")}
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": files}
    }


@pytest.fixture
def proved(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Call it with the figure a proof has to show; `make prove` prints it."""
    return lambda figure: record_property("figure", figure)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each proof of `make prove`, with its figure."""
    if not IS_PROVING:
        return
    terminalreporter.section("proofs")
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            name = report.nodeid.rpartition("::")[2]
            figure = dict(report.user_properties).get("figure", "")
            terminalreporter.line(f"{outcome:<7} {name}  {figure}".rstrip())
