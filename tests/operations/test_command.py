"""The other commands of `evenhand`, run as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.operations.command import COMMANDS
from tests.operations.serving import evenhand

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was prepared once."""
    folder = tmp_path_factory.mktemp("site") / "data"
    prepared = evenhand("prepare", data=folder)
    assert prepared.returncode == 0, prepared.stderr
    assert prepared.stdout.count("practice sign-in: ") == 7
    return folder


def test_help_names_every_command(tmp_path: Path) -> None:
    shown = evenhand("--help", data=tmp_path)

    assert [name for name in COMMANDS if name not in shown.stdout] == []


def test_preparing_again_changes_and_prints_nothing(data: Path) -> None:
    again = evenhand("prepare", data=data)

    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_setup_prints_one_fresh_link(data: Path) -> None:
    first, second = evenhand("setup", data=data), evenhand("setup", data=data, PORT="9123")

    assert first.stdout.startswith("http://127.0.0.1:8000/set-up/")
    assert second.stdout.startswith("http://127.0.0.1:9123/set-up/")
    assert first.stdout[-44:] != second.stdout[-44:]


def test_a_drill_says_how_many_reports_it_added(data: Path) -> None:
    drilled = evenhand("drill", data=data)

    assert drilled.stdout == "Added 3 invented reports to the practice organisation.\n"


def test_somebody_who_has_joined_cannot_be_invited_again(data: Path) -> None:
    refused = evenhand("invite", "tamsin@practice.example", data=data)

    assert refused.returncode == 1
    assert refused.stderr.startswith("evenhand: Nobody with this address is invited.")


def test_check_says_what_is_wrong_and_what_to_do(data: Path, tmp_path: Path) -> None:
    found = evenhand("check", data=data)
    unprepared = evenhand("check", data=tmp_path / "new")

    assert "ok       Lantern Conf: its help numbers are checked." in found.stdout.splitlines()
    assert unprepared.returncode == 1
    assert "run `evenhand prepare`" in unprepared.stdout


def test_whoever_leaves_is_out_and_cannot_leave_twice(data: Path) -> None:
    left = evenhand("leave", "oluwadare@practice.example", data=data)
    again = evenhand("leave", "oluwadare@practice.example", data=data)

    assert left.stdout.startswith("Oluwadare Brandvoll has left: signed out everywhere")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("evenhand: No member has this address")


def test_without_a_recovery_key_there_is_no_bundle_and_nobody_is_let_in(data: Path) -> None:
    bundle = evenhand("recovery", "bundle", str(data / "bundle.json"), data=data)
    nothing = evenhand("recovery", "let-in", str(data / "nothing.json"), data=data)
    wrong = evenhand("recovery", "let-in", str(data / "secrets" / "site.json"), data=data)

    assert [it.returncode for it in (bundle, nothing, wrong)] == [1, 1, 1]
    assert bundle.stderr.startswith("evenhand: There is no recovery key yet.")
    assert "No such file" in nothing.stderr
    assert "not what is needed here" in wrong.stderr
    assert not (data / "bundle.json").exists()
