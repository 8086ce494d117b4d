"""The power goes at any statement of an erasing: a case is there whole, or it is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.storage import default_storage

from evenhand.vault.errors import NotVisible
from evenhand.vault.jobs import erase_forgotten_cases, finish_erasing
from evenhand.vault.models import Case, Entry, Receipt, ShredKey, Slot, StoredFile
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.ageing import erase_due_cases, keep_longer
from evenhand.vault.services.erasing import erase_report
from evenhand.vault.services.handling import close
from evenhand.vault.services.reporting import attach
from evenhand.vault.values.covers import GRACE, Stage
from evenhand.vault.values.dossiers import FileToStore
from tests import make
from tests.make import Sent
from tests.sizes import size
from tests.vault.ageing import look, months_later
from tests.vault.test_crashes import OLD, House, messages_in, messages_of, survives

pytestmark = [
    pytest.mark.django_db(databases=["default", "shred"], transaction=True),
    # On PostgreSQL a list that is cut short leaves its cursor open, and a real power cut does not.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

STEP = size(2, 1)
DUE = months_later(24)
GONE = DUE + GRACE


class OldHouse(House):
    """Their session began long after the report."""

    def __init__(self) -> None:
        super().__init__()
        self.ada, self.ben, self.dee = (make.signed_in(who, now=GONE) for who in self.members)

    def ended(self) -> Sent:
        """A case with a file whose last call was two weeks ago."""
        sent = self.report()
        attach(sent.visit, FileToStore(name="a", content_type="", content=b"sound"), now=make.NOW)
        close(sent.visit.case_id, make.closing(OLD), by=self.ben, now=make.NOW)
        look(self.members[0], DUE)
        return sent

    def look_of(self, reader: int) -> None:
        by = (self.ada, self.ben, self.dee)[reader]
        erase_due_cases(covers_visible_to(by), by=by, now=GONE)


def is_alive(house: OldHouse, sent: Sent) -> bool:
    """Whole for everybody, or there for nobody."""
    desks = [covers_visible_to(by) for by in (house.ada, house.dee)]
    try:
        seen = messages_in(dossier_of(visit(sent.keys)))
    except NotVisible:
        for by in (house.ada, house.ben, house.dee):
            with pytest.raises(NotVisible):
                case_visible_to(by, sent.visit.case_id)
        anew = make.signed_in(house.members[2], now=GONE)  # remembers nothing of earlier looks
        assert sent.visit.case_id not in {cover.case_id for cover in covers_visible_to(anew)}
        return False
    assert seen == messages_of(house.ada, sent) == messages_of(house.dee, sent)
    for covers in desks:
        (cover,) = [cover for cover in covers if cover.case_id == sent.visit.case_id]
        assert cover.stage is not Stage.DAMAGED
    return True


def check_that_nothing_is_left(sent: Sent) -> None:
    case_id = sent.visit.case_id
    assert not Case.objects.filter(pk=case_id).exists()
    for model in (Entry, Receipt, ShredKey, Slot, StoredFile):
        assert not model.objects.filter(case_id=case_id).exists()
    assert not default_storage.exists(case_id.hex)


def check_cut_short(
    house: OldHouse,
    ended: Callable[[], Sent],
    erase: Callable[[Sent], object],
    *,
    step: int = STEP,
) -> int:
    """Cut the erasing short at each statement; the job and one more try finish it."""
    statements, is_done, cut_alive, cut_dead = 0, False, 0, 0
    while not is_done:
        sent = ended()
        is_done = survives(partial(erase, sent), statements)
        statements += step

        lives = is_alive(house, sent)
        cut_alive, cut_dead = cut_alive + lives, cut_dead + (not lives and not is_done)
        finish_erasing(GONE)
        assert is_alive(house, sent) == lives
        if lives:
            assert not is_done
            erase(sent)
        check_that_nothing_is_left(sent)
    assert cut_alive > 0
    assert cut_dead > 0
    return statements


def test_erasing_by_age_may_fail_at_any_statement() -> None:
    house = OldHouse()

    assert check_cut_short(house, house.ended, lambda _: house.look_of(0)) > 15


def test_erasing_by_right_may_fail_at_any_statement() -> None:
    house = OldHouse()

    count = check_cut_short(house, house.report, lambda sent: erase_report(sent.visit), step=1)
    assert count > 10


def test_erasing_by_the_clock_may_fail_at_any_statement() -> None:
    house = OldHouse()
    much_later = months_later(12 * 8)

    assert check_cut_short(house, house.ended, lambda _: erase_forgotten_cases(much_later)) > 8


def test_a_last_call_may_fail_at_any_statement() -> None:
    house, statements, is_done = OldHouse(), 0, False
    while not is_done:
        sent = house.report()
        close(sent.visit.case_id, make.closing(OLD), by=house.ben, now=make.NOW)
        before = make.signed_in(house.members[0], now=DUE)
        covers = covers_visible_to(before)
        is_done = survives(partial(erase_due_cases, covers, by=before, now=DUE), statements)
        statements += STEP

        assert is_alive(house, sent)
        look(house.members[1], DUE)
        assert dossier_of(sent.visit).cover.erase_on == GONE.date()
        keep_longer(sent.visit.case_id, by=house.ada, now=GONE)
        assert not dossier_of(sent.visit).cover.is_called


def test_the_job_that_finishes_touches_no_case_that_is_whole() -> None:
    house = OldHouse()
    sent = house.report()

    assert finish_erasing(GONE) == 0

    assert messages_of(house.ada, sent) == [OLD]
    assert erase_forgotten_cases(GONE) == 0
