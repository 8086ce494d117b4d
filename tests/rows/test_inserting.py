"""Rows written by one statement are the rows that Django would have written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.forms.models import model_to_dict

from evenhand.accounts.models import Session
from evenhand.directory.models import Duty, Organisation
from evenhand.rows import inserting
from evenhand.rows.inserting import insert
from evenhand.vault.models import ShredKey
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"])


def _session(number: int) -> Session:
    return Session(
        token_hash=f"{number:064}",
        member=None,
        sealed=bytes([number % 256]) * 40,
        idle_until=make.NOW,
        ends_at=make.NOW + timedelta(hours=1),
    )


def _shred_key(number: int) -> ShredKey:
    return ShredKey(case_id=uuid4(), number=number, key=b"k" * 32, made_on=make.NOW.date())


def _duty(_number: int) -> Duty:
    society = make.organisation()
    member, space = make.member(society), make.space(society)
    return Duty(member=member, space=space, starts_at=make.NOW, ends_at=make.NOW.replace(year=2027))


def _practice(_number: int) -> Organisation:
    return Organisation(name="Ærø’s “%s” club", country="DK", is_practice=True)


@pytest.mark.parametrize("new", [_session, _shred_key, _duty, _practice])
def test_what_is_inserted_is_what_was_given(new: Callable[[int], Session]) -> None:
    row = new(1)

    insert([row])

    kept = type(row).objects.get(pk=row.pk)
    assert _told(kept) == _told(row)


def test_many_rows_may_take_several_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inserting, "_MOST_VALUES", 12)

    insert([_session(number) for number in range(5)])

    assert Session.objects.count() == 5


def test_all_rows_are_written_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inserting, "_MOST_VALUES", 5)

    with pytest.raises(IntegrityError):
        insert([_session(1), _session(2), _session(1)])


def test_nothing_is_nothing() -> None:
    insert([])


def _told(row: Session) -> dict[str, object]:
    values = model_to_dict(row) | {"pk": row.pk}
    return {n: bytes(v) if isinstance(v, memoryview) else v for n, v in values.items()}
