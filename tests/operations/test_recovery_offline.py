"""T-RECOVER: the offline commands, on a machine that knows no site."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from shamir_mnemonic import generate_mnemonics

from evenhand.sealing.recovery_codes import parse_key, words_of_key
from evenhand.sealing.recovery_keys import RecoveryPublic
from evenhand.sealing.shares import combine, parse_share

pytestmark = pytest.mark.server

_WORDS = re.compile(r"^ *\d+\. .*$", re.MULTILINE)


def offline(*words: str, at: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A machine with the program and an empty folder: no settings, no data, no database."""
    return subprocess.run(
        [sys.executable, "-m", "evenhand.operations", "recovery", *words],
        cwd=at,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a key was made for three holders."""
    folder = tmp_path_factory.mktemp("offline")
    done = offline("new", "--to", "shares", at=folder)
    assert done.returncode == 0, done.stderr
    return folder


def words_of(folder: Path, number: int) -> str:
    """What a holder types from their page."""
    return "\n".join(_WORDS.findall((folder / f"shares/share-{number}.txt").read_text()))


def key_in(folder: Path) -> RecoveryPublic:
    lines = (folder / "shares/recovery-key.txt").read_text().splitlines()
    return parse_key("\n".join(line for line in lines if re.fullmatch(r" +(\w{4} ?){4}", line)))


def drill(folder: Path, shares: Sequence[str]) -> subprocess.CompletedProcess[str]:
    typed = "\n\n".join(shares) + "\n\n"
    return offline("drill", "--key", "shares/recovery-key.txt", at=folder, typed=typed)


def test_t_recover_a_key_is_made_without_a_site_and_each_share_is_a_page(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == ["shares"]
    files = sorted((made / "shares").iterdir())
    assert [file.name for file in files] == [
        "recovery-key.txt",
        "share-1.txt",
        "share-2.txt",
        "share-3.txt",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    shares = [parse_share(words_of(made, number)) for number in (1, 2, 3)]
    key = key_in(made)
    assert combine(shares[1:], to=key).public == key
    for file in files:
        assert " · ".join(words_of_key(key)) in file.read_text()


def test_nothing_is_overwritten(made: Path) -> None:
    before = (made / "shares/share-1.txt").read_text()

    again = offline("new", "--to", "shares", at=made)

    assert again.returncode == 1
    assert "File exists" in again.stderr
    assert (made / "shares/share-1.txt").read_text() == before


def test_on_the_screen_each_share_waits_for_its_holder_and_is_cleared_away(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    shown = offline("new", "--holders", "4", "--needed", "3", at=here, typed="\n" * 8)

    pages = shown.stdout.split("\033[2J\033[3J\033[H")
    assert shown.returncode == 0
    assert [f"EVENHAND RECOVERY SHARE {number} of 4" in pages[number] for number in (1, 2, 3, 4)]
    assert all(page.count("33. ") == 1 for page in pages[1:5])
    assert "33. " not in pages[5]
    assert list(here.iterdir()) == []


def test_t_recover_one_share_is_never_enough(tmp_path: Path) -> None:
    refused = offline("new", "--needed", "1", at=tmp_path)

    assert refused.returncode == 2
    assert "At least 2 shares must be needed" in refused.stderr


def test_t_recover_a_drill_with_enough_shares_says_so(made: Path) -> None:
    done = drill(made, [words_of(made, 3), words_of(made, 1)])

    assert done.returncode == 0
    assert "These shares give this recovery key." in done.stdout


def test_t_recover_a_drill_with_too_few_shares_is_refused(made: Path) -> None:
    refused = drill(made, [words_of(made, 3)])

    assert (refused.returncode, refused.stderr) == (
        1,
        "evenhand: Too few shares: they tell nothing yet.\n",
    )


def test_t_recover_what_is_mistyped_is_asked_again(made: Path) -> None:
    right, other = words_of(made, 1), words_of(made, 2)
    wrong = right.replace(" 7. ", " 7. qq")

    done = drill(made, [wrong, right, right, "acid acid", other])

    assert done.returncode == 0
    for sentence in (
        "Word 7 does not look right. Please type this share again.",
        "That is the same share as before. Each holder has a different one.",
        "A share has 33 words; these are 2.",
    ):
        assert sentence in done.stdout


def test_t_recover_mixed_shares_and_another_key_are_refused(made: Path) -> None:
    hidden = generate_mnemonics(1, [(2, 3)], bytes(32), passphrase=b"lantern")[0]

    mixed = drill(made, [words_of(made, 1), hidden[0]])
    other = drill(made, hidden[:2])

    assert "These shares are of different sets" in mixed.stdout
    assert mixed.returncode == 1
    assert other.returncode == 1
    assert "Were they split with a passphrase?" in other.stderr


def test_the_key_may_be_typed_and_a_slip_is_named_by_its_line(made: Path) -> None:
    page = (made / "shares/recovery-key.txt").read_text()
    lines = [line.strip().lower() for line in page.splitlines() if line.startswith("    ")]
    shares = "\n\n".join([words_of(made, 1), words_of(made, 2)])

    done = offline("drill", at=made, typed="\n".join([*lines, shares]))
    lines[2] = lines[2][:-1] + ("a" if lines[2][-1] != "a" else "b")
    refused = offline("drill", at=made, typed="\n".join([*lines, shares]))
    nothing = offline("drill", "--key", "nowhere.txt", at=made)

    assert done.returncode == 0, done.stderr
    assert refused.stderr == "evenhand: Line 3 does not look right.\n"
    assert nothing.returncode == 1
