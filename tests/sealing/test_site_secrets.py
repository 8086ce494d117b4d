from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from evenhand.sealing.site_secrets import SiteSecrets, read_or_create


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "secrets" / "site.json"


def told(secrets: SiteSecrets) -> tuple[bytes, ...]:
    return (
        secrets.site,
        secrets.pepper,
        secrets.form_key,
        secrets.notice_key.to_bytes(),
        secrets.signing_key.to_bytes(),
        bytes.fromhex(secrets.django_key),
    )


def test_a_new_site_gets_secrets_of_its_own_and_keeps_them(path: Path, tmp_path: Path) -> None:
    first = read_or_create(path)

    assert told(read_or_create(path)) == told(first)
    assert [len(value) for value in told(first)] == [16, 32, 32, 32, 32, 32]
    others = told(read_or_create(tmp_path / "other.json"))
    assert len(set(told(first)) | set(others)) == 12


def test_only_the_owner_may_read_the_file_and_nothing_else_is_left_behind(path: Path) -> None:
    read_or_create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_of_several_first_starters_all_use_what_the_first_wrote(tmp_path: Path) -> None:
    for turn in range(10):
        path, start = tmp_path / str(turn) / "site.json", Barrier(8)

        def begin(path: Path = path, start: Barrier = start) -> tuple[bytes, ...]:
            start.wait()
            return told(read_or_create(path))

        with ThreadPoolExecutor(8) as pool:
            seen = {turn.result() for turn in [pool.submit(begin) for _ in range(8)]}

        assert seen == {told(read_or_create(path))}
        assert list(path.parent.iterdir()) == [path]


def test_what_stands_there_is_never_replaced(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to("not-mounted-yet.json")

    with pytest.raises(FileNotFoundError):
        read_or_create(path)

    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "null", '"text"', "\ud7ff", "{}"],
    ids=["empty", "cut off", "list", "null", "text", "no json", "no fields"],
)
def test_a_broken_file_is_refused_and_left_as_it_is(path: Path, broken: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(broken)

    with pytest.raises(ValueError, match=r"lacks site, pepper.*Restore this file"):
        read_or_create(path)

    assert path.read_text() == broken


@pytest.mark.parametrize("value", [None, 7, "", "zz" * 32, "00" * 31, "00" * 33])
def test_a_wrong_value_is_named_but_never_quoted(path: Path, value: object) -> None:
    read_or_create(path)
    stored = json.loads(path.read_text())
    path.write_text(json.dumps({**stored, "pepper": value}))

    with pytest.raises(ValueError, match=r"lacks pepper\. Restore") as caught:
        read_or_create(path)

    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_the_secrets_never_print_themselves(path: Path) -> None:
    made = read_or_create(path)

    assert f"{made} {made!r} {[made]}" == "SiteSecrets(…) SiteSecrets(…) [SiteSecrets(…)]"
