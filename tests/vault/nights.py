"""Nightly copies of the first database, and putting one back under the shred keys of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from evenhand.vault.models import (
    Case,
    ConflictAnswer,
    ConflictCard,
    Entry,
    Epoch,
    Receipt,
    Slot,
    StoredFile,
)
from tests.vault.copies import Copy, shreds_now

# In the order in which their rows can be written.
_TABLES: tuple[type[Model], ...] = (
    Case,
    Epoch,
    Slot,
    Entry,
    ConflictCard,
    ConflictAnswer,
    Receipt,
    StoredFile,
)


@dataclass(frozen=True, slots=True)
class Night:
    """All rows of all cases, and the shred keys of that night, which a backup drops in a week."""

    rows: dict[type[Model], list[Model]]
    shreds: list[bytes]

    def with_shreds(self, shreds: Iterable[bytes]) -> Copy:
        return Copy(
            entries=[row for row in self.rows[Entry] if isinstance(row, Entry)],
            slots=[row for row in self.rows[Slot] if isinstance(row, Slot)],
            shreds=list(shreds),
        )

    def put_back(self) -> None:
        """The first database as it was; the shred keys stay as they are today."""
        Case.objects.all().delete()
        for table in _TABLES:
            table._default_manager.bulk_create(self.rows[table])  # noqa: SLF001


def copy_tonight() -> Night:
    rows = {table: list(table._default_manager.all()) for table in _TABLES}  # noqa: SLF001
    return Night(rows=rows, shreds=shreds_now())
