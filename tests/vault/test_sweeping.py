"""Leftover shred keys go; no key that anybody may still need ever does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.vault.jobs import sweep_orphan_shred_keys
from evenhand.vault.models import Case, ShredKey
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.reporting import exclude
from tests import make

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def leftover(*, days_old: int) -> ShredKey:
    made_on = (make.NOW - timedelta(days=days_old)).date()
    case_id = make.organisation().id  # any id that is of no case
    return ShredKey.objects.create(case_id=case_id, number=1, key=b"x" * 32, made_on=made_on)


@pytest.mark.parametrize(("days_old", "is_swept"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_leftover_is_swept_once_nobody_can_be_using_it(days_old: int, *, is_swept: bool) -> None:
    left = leftover(days_old=days_old)

    assert sweep_orphan_shred_keys(make.NOW) == int(is_swept)
    assert ShredKey.objects.filter(pk=left.pk).exists() is not is_swept


def test_with_an_old_copy_of_the_first_database_nothing_older_is_swept() -> None:
    make.case([make.member(make.organisation())])
    Case.objects.all().delete()  # as in a copy from before the report
    kept = ShredKey.objects.count()

    for days in range(4, 40):
        assert sweep_orphan_shred_keys(make.NOW + timedelta(days=days)) == 0

    assert ShredKey.objects.count() == kept == 4


def test_an_epoch_that_still_holds_entries_keeps_its_key() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben])
    exclude(sent.visit, [ben], now=make.NOW)

    assert sweep_orphan_shred_keys(make.NOW + timedelta(days=30)) == 0

    assert case_visible_to(make.signed_in(ada), sent.visit.case_id).dossier.is_whole


def test_a_leftover_that_is_taken_up_again_survives_the_sweep() -> None:
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben")
    sent = make.case([ada, ben])
    two_days_ago = (make.NOW - timedelta(days=2)).date()
    ShredKey.objects.create(
        case_id=sent.visit.case_id, number=2, key=b"x" * 32, made_on=two_days_ago
    )

    exclude(sent.visit, [ben], now=make.NOW)
    sweep_orphan_shred_keys(make.NOW)

    assert bytes(ShredKey.objects.get(number=2).key) == b"x" * 32
    assert case_visible_to(make.signed_in(ada), sent.visit.case_id).dossier.is_whole
    assert dossier_of(sent.visit).is_whole
