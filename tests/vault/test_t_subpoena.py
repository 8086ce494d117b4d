"""T-SUBPOENA: all that can be handed over is on one page, column by column, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.db.models import (
    BinaryField,
    CharField,
    DateTimeField,
    Field,
    GenericIPAddressField,
    Model,
    TextField,
)

from evenhand.vault.models import Case, Entry, Receipt, ShredKey, Slot

PAGE = Path(__file__).parents[2] / "docs" / "clear-columns.md"
KINDS = {"clear", "sealed", "hash", "public", "random"}
_TABLE = re.compile(r"^### `(\w+)`\n\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \| (\w+) \|(.*)\|$", re.MULTILINE)

Columns = dict[tuple[str, str], tuple[str, str]]


def listed() -> Columns:
    """Column by column: its kind and its reason."""
    return {
        (table, column): (kind, reason.strip())
        for table, rows in _TABLE.findall(PAGE.read_text(encoding="utf-8"))
        for column, kind, reason in _ROW.findall(rows)
    }


def columns() -> Iterator[Field[object, object]]:
    for model in apps.get_models(include_auto_created=True):
        yield from model._meta.concrete_fields


def name_of(field: Field[object, object]) -> tuple[str, str]:
    return field.model._meta.db_table, str(field.column)


def test_t_subpoena_every_column_of_every_model_is_listed_and_no_other() -> None:
    known = {name_of(field) for field in columns()}

    assert {name for name in listed() if name[0] != "django_migrations"} == known


@pytest.mark.django_db(databases=["default", "shred"])
def test_t_subpoena_there_is_no_table_beside_the_listed_ones() -> None:
    tables = {table for table, _ in listed()}

    for alias in ("default", "shred"):
        with connections[alias].cursor() as cursor:
            there = set(connections[alias].introspection.table_names(cursor))
        assert there <= tables


def test_t_subpoena_every_column_has_a_kind_and_what_is_clear_its_reason() -> None:
    unknown = {name: kind for name, (kind, _) in listed().items() if kind not in KINDS}
    without = [name for name, (kind, why) in listed().items() if kind != "random" and not why]

    assert unknown == {}
    assert without == []


def test_t_subpoena_what_is_called_sealed_is_bytes_and_bytes_are_not_called_clear() -> None:
    sealed = {name for name, (kind, _) in listed().items() if kind == "sealed"}
    clear = {name for name, (kind, _) in listed().items() if kind == "clear"}
    binary = {name_of(field) for field in columns() if isinstance(field, BinaryField)}

    assert sealed <= binary
    assert binary & clear == {("directory_profile", "photo")}


def test_t_subpoena_nothing_in_the_vault_is_text_or_an_exact_time() -> None:
    vault: list[type[Model]] = list(apps.get_app_config("vault").get_models())
    told = (CharField, TextField, DateTimeField)

    found = [
        name_of(field)
        for model in vault
        for field in model._meta.concrete_fields
        if isinstance(field, told)
    ]

    assert found == [("vault_receipt", "locator")]


def test_t_subpoena_nowhere_is_an_address_of_a_machine_or_a_browser_kept() -> None:
    kept = [name_of(field) for field in columns() if isinstance(field, GenericIPAddressField)]
    named = [
        name for name in listed() if re.search(r"(^|_)(ip|agent|browser|referer|lang)", name[1])
    ]

    assert kept == []
    assert named == [("directory_profile", "languages")]


@pytest.mark.parametrize("model", [Case, Entry, Receipt, ShredKey, Slot])
def test_t_subpoena_a_row_that_prints_itself_prints_no_value(model: type[Model]) -> None:
    assert str(model()) == model.__name__
