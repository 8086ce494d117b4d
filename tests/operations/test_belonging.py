"""Parts that do not belong together are refused before anybody writes into them."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.operations.serving import evenhand


def test_another_secrets_file_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "site"
    assert evenhand("prepare", data=data).returncode == 0
    shutil.rmtree(data / "secrets")

    again = evenhand("prepare", data=data)

    assert again.returncode == 1
    assert "secrets file belongs to another database" in again.stderr


def test_an_empty_shred_database_beside_cases_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "site"
    assert evenhand("prepare", data=data).returncode == 0
    for lost in data.glob("shred.sqlite3*"):
        lost.unlink()

    again = evenhand("prepare", data=data)

    assert again.returncode == 1
    assert "Restore the shred database" in again.stderr
    check = evenhand("check", data=data)
    assert "Restore the shred database" in check.stdout + check.stderr


def test_a_command_before_prepare_says_what_to_do(tmp_path: Path) -> None:
    early = evenhand("setup", data=tmp_path / "site")

    assert early.returncode == 1
    assert "`evenhand prepare`" in early.stderr
