from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.sealing.one_time import (
    OneTimeSecret,
    code_at,
    enrolment_uri,
    new_one_time_secret,
    spell_secret,
    step_of,
)

# RFC 6238, appendix B, SHA-1, cut to six digits.
RFC_SECRET = OneTimeSecret(b"12345678901234567890")
NOW = datetime(2026, 3, 2, 9, 30, 10, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
    ids=["1970", "2005", "2009", "2603"],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_at(datetime.fromtimestamp(seconds, UTC), secret=RFC_SECRET) == code


@pytest.mark.parametrize("off", [-1, 0, 1], ids=["late", "now", "early"])
def test_a_clock_may_be_half_a_minute_wrong(off: int) -> None:
    code = code_at(NOW + off * HALF_MINUTE, secret=RFC_SECRET)

    assert step_of(code, secret=RFC_SECRET, now=NOW, after=0) is not None


@pytest.mark.parametrize("off", [-2, 2], ids=["older", "newer"])
def test_older_and_newer_codes_are_refused(off: int) -> None:
    code = code_at(NOW + off * HALF_MINUTE, secret=RFC_SECRET)

    assert step_of(code, secret=RFC_SECRET, now=NOW, after=0) is None


def test_a_code_is_good_once_and_so_are_those_before_it() -> None:
    used = step_of(code_at(NOW, secret=RFC_SECRET), secret=RFC_SECRET, now=NOW, after=0)
    assert used is not None

    for at in (NOW, NOW - HALF_MINUTE):
        code = code_at(at, secret=RFC_SECRET)
        assert step_of(code, secret=RFC_SECRET, now=NOW, after=used) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert step_of(typed, secret=RFC_SECRET, now=NOW, after=0) is None


def test_secrets_are_fresh_and_long() -> None:
    first, second = new_one_time_secret(), new_one_time_secret()

    assert first != second
    assert len(first) == 20


def test_the_secret_is_spelled_in_groups_and_told_to_the_app() -> None:
    spelled = spell_secret(RFC_SECRET)
    uri = enrolment_uri(RFC_SECRET, account="ada@harbour.example", issuer="Rota")

    assert spelled == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert uri.startswith("otpauth://totp/Rota:ada%40harbour.example?")
    assert f"secret={spelled.replace(' ', '')}" in uri
