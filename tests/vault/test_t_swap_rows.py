"""T-SWAP: a sealed value that was changed, moved, cut or put back is refused or reported.

Which columns there are is read from the models: one that is new fails until it is covered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import pytest
from django.apps import apps
from django.db.models import BinaryField, Model, QuerySet

from evenhand.notices.services import seal_notice_address
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Epoch
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.handling import log_opening
from evenhand.vault.services.reporting import change_identity, exclude, replace_code, say
from evenhand.vault.values.entries import Kind
from tests import make
from tests.sizes import size
from tests.vault.scenes import (
    NOT_VISIBLE,
    ROBIN,
    Scene,
    scene,
    views_of,
    views_remembering,
    who_noticed,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

# Rows in the order in which they came to be, so that each run tries the same ones.
ORDER = {
    "Case": ["changed"],
    "Desk": ["pk"],
    "Entry": ["position", "case__changed"],
    "Epoch": ["case__changed", "number"],
    "Receipt": ["case__changed"],
    "ShredKey": ["-number", "pk"],
    "Slot": ["case__changed", "epoch", "member__address"],
}

Values = dict[object, bytes]
Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column of the vault, to be read and changed as somebody with the database can."""

    model: str
    name: str

    def values(self) -> Values:
        rows = self._rows.order_by(*ORDER[self.model]).values_list("pk", self.name)
        return {pk: bytes(value) for pk, value in rows}

    def put(self, pk: object, value: bytes) -> None:
        assert self._rows.filter(pk=pk).update(**{self.name: value}) == 1

    @property
    def _rows(self) -> QuerySet[Model]:
        return QuerySet(apps.get_model("vault", self.model))

    def __str__(self) -> str:
        return f"{self.model}.{self.name}"


# Whose exchange somebody must notice, whichever row it is in.
NOTICED = {
    Column("Case", "head_link"),
    Column("Case", "sealed_cover"),
    Column("Entry", "sealed"),
    Column("Entry", "wrapped_for_case"),
    Column("Entry", "wrapped_for_party"),
    Column("Entry", "digest"),
    Column("Entry", "link"),
    Column("Receipt", "sealed_notice_address"),
}
# Of these some rows mean nothing to anybody: dummies, and what was shut out.
NOTICED_WHERE_REAL = {Column("Slot", "sealed"), Column("ShredKey", "key")}
# Whatever stands there has no effect.
WITHOUT_EFFECT = {
    Column("Epoch", "public_key"),
    Column("Desk", "sealed"),
    Column("Desk", "sealed_as_of"),
}
# A question or an answer that was tampered with is silence; see test_asking.
# What recovery needs is silence too, until somebody is let in; see test_t_recover.
TRIED_ELSEWHERE = {
    Column("ConflictCard", "sealed"),
    Column("ConflictAnswer", "sealed"),
    Column("RecoverySlot", "sealed"),
    Column("RecoveryGrant", "statement"),
}
COVERED = sorted(NOTICED | NOTICED_WHERE_REAL | WITHOUT_EFFECT, key=str)


def sealed_columns() -> set[Column]:
    return {
        Column(model.__name__, column.name)
        for model in apps.get_app_config("vault").get_models()
        for column in model._meta.get_fields()
        if isinstance(column, BinaryField)
    }


def changed(value: bytes) -> Iterator[bytes]:
    """The value with a byte flipped, cut in half; when proving also emptied and lengthened."""
    steps = size(1, 16)
    for at in (len(value) * step // steps - 1 for step in range(1, steps + 1)):
        yield value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    yield from (value[: len(value) // 2], b"", value + b"\0")[: size(1, 3)]


def some_of(found: Sequence[Some], most: int) -> Sequence[Some]:
    """All of them when proving, otherwise a few from the first to the last."""
    most = size(most, len(found))
    return [found[at * len(found) // most] for at in range(min(most, len(found)))]


def test_t_swap_the_checker_sees_that_somebody_was_misled() -> None:
    shown = scene()
    before = views_of(shown)
    say(shown.first.visit, Secret("Nobody must take this for what was there before."), now=make.NOW)

    with pytest.raises(AssertionError):
        who_noticed(before, views_of(shown))


def test_t_swap_the_checker_sees_that_nothing_happened() -> None:
    shown = scene()

    assert who_noticed(views_of(shown), views_of(shown)) == set()
    assert [name for name, view in views_of(shown).items() if view == NOT_VISIBLE] == [
        "Dee's second case",
        "Ben's first case",
    ]


def test_t_swap_every_sealed_column_of_the_vault_is_covered() -> None:
    assert set(COVERED) | TRIED_ELSEWHERE == sealed_columns()


@pytest.mark.parametrize("column", COVERED, ids=str)
def test_t_swap_nothing_changed_or_moved_is_accepted(column: Column) -> None:
    shown = scene()
    views = views_remembering if column.model == "Desk" else views_of
    before, values = views(shown), column.values()

    unnoticed = set()
    tried = some_of(list(values), 3)
    for pk in tried:
        others = [value for value in values.values() if value and value != values[pk]]
        for value in (*changed(values[pk]), *some_of(others, 1)):
            column.put(pk, value)
            if not who_noticed(before, views(shown)):
                unnoticed.add(pk)
        column.put(pk, values[pk])

    if column in NOTICED:
        assert unnoticed == set()
    if column in WITHOUT_EFFECT:
        assert unnoticed == set(tried)
    assert who_noticed(before, views(shown)) == set()


@pytest.mark.parametrize("column", sorted(NOTICED | NOTICED_WHERE_REAL, key=str), ids=str)
def test_t_swap_nothing_old_is_accepted_again(column: Column) -> None:
    shown = scene()
    old = column.values()
    shown = _go_on(shown)
    before, now = views_of(shown), column.values()

    moved_on = [pk for pk in old if pk in now and old[pk] != now[pk]]
    for pk in some_of(moved_on, 3):
        column.put(pk, old[pk])
        noticed = who_noticed(before, views_of(shown))
        assert noticed != set() or column not in NOTICED
        column.put(pk, now[pk])

    assert who_noticed(before, views_of(shown)) == set()


def test_t_swap_an_exchanged_epoch_key_gets_nothing_to_read() -> None:
    shown = scene()
    thief = make.receipt_keys().reading
    Epoch.objects.update(public_key=thief.public)

    say(shown.first.visit, Secret("Only for the readers."), now=make.NOW)

    case = case_visible_to(shown.ada, shown.first.visit.case_id)
    assert [entry.text() for entry in case.dossier.of_kind(Kind.MESSAGE)][-1] == (
        "Only for the readers."
    )
    assert case.dossier.access.epoch_key != thief.public


def _go_on(shown: Scene) -> Scene:
    """What rewrites older values: epochs are caught up and turn, contact and code change."""
    case_id = shown.first.visit.case_id
    log_opening(case_visible_to(shown.ada, case_id), by=shown.ada, now=make.NOW)
    change_identity(shown.first.visit, ROBIN, seal_notice_address(""), now=make.NOW)
    exclude(shown.second.visit, [shown.dee.member], now=make.NOW)
    new = make.receipt_keys()
    visit = replace_code(shown.first.visit, new, now=make.NOW)
    return replace(shown, first=replace(shown.first, keys=new, visit=visit))
