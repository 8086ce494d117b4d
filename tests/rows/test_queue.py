"""Whoever writes SQLite waits in a queue that all processes of the machine share."""

from __future__ import annotations

import fcntl
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import DatabaseError
from pytest_django import DjangoDbBlocker

from evenhand.rows.sqlite.base import DatabaseWrapper
from evenhand.site.env import sqlite

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks files")


@pytest.fixture
def connection(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    with django_db_blocker.unblock():  # a database of its own, which Django does not know
        made = _connected(tmp_path)
        yield made
        made.close()


def _connected(folder: Path) -> DatabaseWrapper:
    told: dict[str, Any] = sqlite(folder / "site.sqlite3")
    told["OPTIONS"] |= {"timeout": 0}
    defaults = {"TIME_ZONE": None, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False}
    return DatabaseWrapper({**defaults, **told}, alias="queued")


def _is_free(folder: Path) -> bool:
    with (folder / "site.sqlite3-queue").open("a") as queue:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_a_transaction_keeps_its_place_until_it_ends(
    connection: DatabaseWrapper, tmp_path: Path
) -> None:
    _begin(connection)
    assert not _is_free(tmp_path)

    connection.commit()

    assert _is_free(tmp_path)


def test_taking_back_lets_the_next_one_write(connection: DatabaseWrapper, tmp_path: Path) -> None:
    _begin(connection)

    connection.rollback()

    assert _is_free(tmp_path)


def test_a_connection_that_is_dropped_lets_the_next_one_write(
    connection: DatabaseWrapper, tmp_path: Path
) -> None:
    _begin(connection)

    connection.close()

    assert _is_free(tmp_path)


def test_a_transaction_that_cannot_begin_keeps_no_place(
    connection: DatabaseWrapper, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "site.sqlite3", isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError):
            _begin(connection)

    assert _is_free(tmp_path)


def test_a_second_one_begins_when_the_first_has_ended(
    connection: DatabaseWrapper, tmp_path: Path
) -> None:
    has_begun = Event()

    def write() -> None:
        other = _connected(tmp_path)
        _begin(other)
        has_begun.set()
        other.rollback()
        other.close()

    _begin(connection)
    second = Thread(target=write)
    second.start()
    assert not has_begun.wait(0.2)

    connection.commit()

    second.join(timeout=10)
    assert has_begun.is_set()
