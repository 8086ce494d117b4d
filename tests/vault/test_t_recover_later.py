"""T-RECOVER: cases go on, keys are exchanged, and the recovery key still opens what it may."""

from __future__ import annotations

from uuid import UUID

import pytest

from evenhand.accounts.errors import NotYetAgreed
from evenhand.sealing.recovery_keys import RecoveryKeys, new_recovery_secret
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import RecoverySlot, Slot
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.asking import ask
from evenhand.vault.services.erasing import erase_report
from evenhand.vault.services.handling import log_opening, note
from evenhand.vault.services.reporting import exclude, say
from evenhand.vault.slots import SLOT_BYTES
from evenhand.vault.values.entries import Kind
from tests import make
from tests.vault.recovering import (
    NAMES_A_HOLDER,
    PLAIN,
    forget_passphrases,
    granted,
    ids,
    lost,
    newcomer_called,
    open_as,
    recover,
    take_in,
    take_into_use,
)

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def sizes(model: type[Slot | RecoverySlot], case_id: UUID) -> set[tuple[int, int]]:
    """Of each epoch."""
    return {(row.epoch, len(row.sealed)) for row in model.objects.filter(case_id=case_id)}


def test_t_recover_a_case_goes_on_and_its_older_epochs_are_opened_too() -> None:
    """The reporter turned the epoch twice and nobody has opened the case since."""
    shown = lost()
    visit = shown.plain.visit
    exclude(visit, [make.member(shown.society, "Fay")], now=make.NOW)
    exclude(visit, [make.member(shown.society, "Gus")], now=make.NOW)
    say(visit, Secret("And this."), now=make.NOW)
    assert sizes(RecoverySlot, visit.case_id) == sizes(Slot, visit.case_id)
    assert len(sizes(RecoverySlot, visit.case_id)) == 3

    recover(shown.society, shown.eve)

    dossier = open_as(shown.eve, shown.plain)
    assert dossier.is_whole
    assert dossier.report.what_happened.reveal() == PLAIN
    assert [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)] == ["And this."]
    assert RecoverySlot.objects.filter(case_id=visit.case_id).count() == 1


def test_t_recover_what_is_shut_stays_shut_in_every_later_epoch() -> None:
    shown = lost()
    exclude(shown.shut.visit, [make.member(shown.society, "Fay")], now=make.NOW)

    recover(shown.society, shown.eve)

    with pytest.raises(NotVisible):
        open_as(shown.eve, shown.shut)


def test_t_recover_a_second_recovery_lets_in_somebody_else() -> None:
    shown = lost()
    recover(shown.society, shown.eve)
    open_as(shown.eve, shown.plain)
    forget_passphrases(shown.society)
    fay = newcomer_called("Fay", shown.society)

    recover(shown.society, fay)

    assert open_as(fay, shown.plain).is_whole
    assert {cover.case_id for cover in covers_visible_to(fay)} == ids(shown.plain)


def test_t_recover_a_grant_has_no_effect_on_what_is_gone_or_has_changed_since() -> None:
    shown = lost()
    grant = granted(shown.society, shown.eve.member)
    erase_report(shown.shut.visit)
    exclude(shown.plain.visit, [make.member(shown.society, "Fay")], now=make.NOW)
    late = make.case([shown.ada.member])

    take_in(grant, shown.eve)

    for sent in (shown.plain, shown.shut, late):
        with pytest.raises(NotVisible):
            open_as(shown.eve, sent)
    recover(shown.society, shown.eve)  # with a newer bundle
    assert open_as(shown.eve, shown.plain).is_whole
    assert open_as(shown.eve, late).is_whole


def test_t_recover_without_a_recovery_key_every_case_has_a_dummy_of_the_same_size() -> None:
    society = make.organisation()
    sent = make.case([make.member(society)])
    eve = newcomer_called("Eve", society)

    recover(society, eve)

    assert {len(slot.sealed) for slot in RecoverySlot.objects.all()} == {SLOT_BYTES}
    with pytest.raises(NotVisible):
        open_as(eve, sent)


def test_t_recover_a_reader_brings_an_older_case_under_the_key_by_opening_it() -> None:
    society = make.organisation()
    ada = make.signed_in(make.member(society, "Ada"))
    ben = make.signed_in(make.member(society, "Ben"))
    plain = make.case([ada.member], text=PLAIN)
    shut = make.case([ada.member], text=NAMES_A_HOLDER)
    later = make.case([ada.member], text=PLAIN)
    note(later.visit.case_id, Secret("Moses Okonkwo saw it."), by=ada, now=make.NOW)
    asked = make.case([ada.member], text=PLAIN)
    ask(asked.visit.case_id, "Iris Lindqvist", by=ada, now=make.NOW)
    take_into_use(ada, ben)
    for sent in (plain, shut, later, asked):
        case = case_visible_to(ada, sent.visit.case_id)
        assert case.dossier.access.recovery is None
        opened = log_opening(case, by=ada, now=make.NOW)
        assert opened.dossier.is_whole
        assert opened.dossier.access.epoch == 2  # whatever came of it
        again = log_opening(opened, by=ada, now=make.NOW)
        assert again.dossier.access.epoch == 2
    eve = newcomer_called("Eve", society)

    recover(society, eve)

    assert {cover.case_id for cover in covers_visible_to(eve)} == ids(plain)


def test_t_recover_a_new_key_takes_the_place_of_the_old_one() -> None:
    shown = lost()
    other = RecoveryKeys.from_secret(new_recovery_secret())
    ada = shown.ada
    take_into_use(ada, shown.dee, key=other.public)
    log_opening(case_visible_to(ada, shown.plain.visit.case_id), by=ada, now=make.NOW)

    with pytest.raises(NotYetAgreed):
        recover(shown.society, shown.eve)  # with the old one
    assert covers_visible_to(shown.eve) == []

    grant = granted(shown.society, shown.eve.member, keys=other)
    take_in(grant, shown.eve)
    assert open_as(shown.eve, shown.plain).is_whole
