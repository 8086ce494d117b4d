"""Insert new rows by a statement that is made once per table and number of rows.

Django compiles each insert anew, field by field. While somebody sends a report, that would cost
more than all its cryptography (docs/decisions/0020-speed.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from types import NoneType
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

# Well below what SQLite and PostgreSQL take in one statement.
_MOST_VALUES = 5000
# These go to both databases as they are; everything else is prepared by its field.
_PLAIN = frozenset({bytes, int, str, NoneType})


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model, all or none; their ids are made before.

    Raises IntegrityError.
    """
    if not rows:
        return
    model = type(rows[0])
    alias = router.db_for_write(model)
    at_once = _MOST_VALUES // len(model._meta.concrete_fields)
    with transaction.atomic(using=alias, savepoint=False), connections[alias].cursor() as cursor:
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            cursor.execute(_statement(model, len(some)), list(_values(some, connections[alias])))


def _values(rows: Iterable[Model], connection: BaseDatabaseWrapper) -> Iterator[Any]:
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            is_ready = type(value) in _PLAIN
            yield value if is_ready else field.get_db_prep_save(value, connection)


@lru_cache(maxsize=256)
def _statement(model: type[Model], count: int) -> str:
    """Names are quoted alike in both databases."""
    quote = connections[router.db_for_write(model)].ops.quote_name
    names = [quote(field.column) for field in model._meta.concrete_fields]
    row = f"({', '.join(['%s'] * len(names))})"
    table, columns = quote(model._meta.db_table), ", ".join(names)
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608 (names of our own)
