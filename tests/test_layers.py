"""What import-linter cannot see: rows, templates and habits also point one way."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObject, ForeignObjectRel

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "evenhand"
# The program never asks another machine for anything; mail leaves through Django's SMTP.
REACHES_OUT = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request"}
# Here an error of any kind must not stop what goes on for others.
MAY_CATCH_ALL = {"jobs", "operations"}


def _ranks() -> dict[str, int]:
    """Each package's row in the layer picture; the highest counts most."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    contracts = tools["importlinter"]["contracts"]
    (packages,) = (contract for contract in contracts if contract["id"] == "packages")
    rows = [row.split(" | ") for row in reversed(packages["layers"])]
    return {name: rank for rank, row in enumerate(rows) for name in row}


def _references() -> Iterator[tuple[str, ForeignObjectRel]]:
    """Each foreign key of ours: the package it stands in, and what it says of the other side."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if model.__module__.startswith("evenhand.") and isinstance(field, ForeignObject):
                assert field.remote_field is not None
                yield model._meta.app_label, field.remote_field


def test_no_row_below_the_vault_refers_to_one_in_it_or_above() -> None:
    ranks = _ranks()
    upwards = [
        reference
        for package, reference in _references()
        if ranks[package] < ranks["vault"] <= ranks[reference.model._meta.app_label]
    ]

    assert upwards == []


def test_nobody_can_walk_from_a_member_or_a_space_to_a_case() -> None:
    walkable = [
        reference
        for package, reference in _references()
        if package == "vault" and reference.related_name != "+"
    ]

    assert walkable == []


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCE.rglob("*.py"):
        yield path.relative_to(SOURCE), ast.parse(path.read_text())


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_module_fetches_from_another_machine() -> None:
    fetching = [str(path) for path, tree in _trees() if _imported(tree) & REACHES_OUT]

    assert fetching == []


def test_only_the_loops_catch_every_error() -> None:
    catching = {
        path.parts[0]
        for path, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    }

    assert catching <= MAY_CATCH_ALL


@pytest.mark.parametrize("name", ["signals.py", "admin.py", "managers.py"])
def test_nothing_happens_behind_your_back(name: str) -> None:
    assert list(SOURCE.rglob(name)) == []
