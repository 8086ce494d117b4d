from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from evenhand.audit.events import Event
from evenhand.audit.log import note


def test_a_line_holds_the_hour_a_random_id_and_the_event(
    settings: Settings, tmp_path: Path
) -> None:
    settings.EVENT_LOG = str(tmp_path / "log" / "events.log")

    first, second = note(Event.SITE_STARTED), note(Event.SITE_STARTED)

    lines = (tmp_path / "log" / "events.log").read_text().splitlines()
    assert [line.split()[1] for line in lines] == [first, second]
    assert first != second
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\dZ [0-9a-f]{8} site\.started", x) for x in lines)


def test_of_an_error_only_its_class_is_logged(settings: Settings, tmp_path: Path) -> None:
    settings.EVENT_LOG = str(tmp_path / "events.log")

    note(Event.JOB_FAILED, error=type(ValueError("what somebody typed")))

    assert (tmp_path / "events.log").read_text().split()[2:] == ["job.failed", "ValueError"]


def test_a_log_that_cannot_be_written_stops_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    settings.EVENT_LOG = str(tmp_path / "in the way" / "events.log")

    note(Event.JOB_FAILED)


def test_the_log_may_go_to_standard_output(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EVENT_LOG = "-"

    id_ = note(Event.SITE_STARTED)

    assert id_ in capsys.readouterr().out
