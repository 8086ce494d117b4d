"""T-RECOVER: when the whole team has lost its passphrases, enough holders let somebody new in."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from evenhand.accounts.queries.roster import joining, roster_of
from evenhand.directory.services.known_as import keep_known_as
from evenhand.directory.values import KnownAs
from evenhand.notices.models import Notice
from evenhand.sealing.secret import Secret
from evenhand.vault.bundle_codec import bundle_from_text, grant_from_text
from evenhand.vault.errors import NotSuchFile, NotVisible, TooBusy
from evenhand.vault.handing_over import words_of
from evenhand.vault.models import RecoveryGrant
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.recovery import judged
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.handling import log_opening, reply
from evenhand.vault.services.leaving import leave_everything
from evenhand.vault.services.reporting import say
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.naming import told_in
from evenhand.vault.values.report import Identity, ReportedPerson, Witness
from tests import make
from tests.vault.recovering import (
    NAMES_A_HOLDER,
    PLAIN,
    bundle_of,
    ids,
    lost,
    newcomer_called,
    open_as,
    recover,
    take_into_use,
)
from tests.vault.test_between import Meanwhile

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)


def test_t_recover_enough_holders_open_every_case_that_names_none_of_them() -> None:
    shown = lost()
    assert covers_visible_to(shown.eve) == []

    recover(shown.society, shown.eve)

    assert {cover.case_id for cover in covers_visible_to(shown.eve)} == ids(shown.plain)
    dossier = open_as(shown.eve, shown.plain)
    assert dossier.is_whole
    assert dossier.report.what_happened.reveal() == PLAIN
    assert shown.eve.member.id in dossier.access.readers


def test_t_recover_a_case_that_names_a_holder_stays_shut() -> None:
    shown = lost()
    recover(shown.society, shown.eve)

    with pytest.raises(NotVisible):
        open_as(shown.eve, shown.shut)
    assert dossier_of(shown.shut.visit).report.what_happened.reveal() == NAMES_A_HOLDER


@pytest.mark.parametrize(
    "text",
    ["@gracet wrote to me.", "Moses was there.", "Ask grace@outside.example.", "Iris the elder"],
)
def test_t_recover_a_handle_an_address_and_a_doubtful_name_shut_it_too(text: str) -> None:
    society = make.organisation()
    ada = make.member(society)
    take_into_use(make.signed_in(ada))
    sent = make.case([ada], text=text)
    eve = newcomer_called("Eve", society)

    recover(society, eve)

    with pytest.raises(NotVisible):
        open_as(eve, sent)


def test_t_recover_both_sides_see_that_access_came_by_recovery() -> None:
    shown = lost()
    recover(shown.society, shown.eve)
    open_as(shown.eve, shown.plain)

    for dossier in (
        case_visible_to(shown.eve, shown.plain.visit.case_id).dossier,
        dossier_of(shown.plain.visit),
    ):
        assert dossier.is_whole
        (change,) = dossier.changes.values()
        assert change.recovered(shown.eve.member.id) == {shown.eve.member.id}
        assert change.recovered(shown.ada.member.id) == set()


def test_t_recover_the_newcomer_handles_the_case_as_everybody_does() -> None:
    shown = lost()
    recover(shown.society, shown.eve)
    case_id = shown.plain.visit.case_id
    open_as(shown.eve, shown.plain)
    log_opening(case_visible_to(shown.eve, case_id), by=shown.eve, now=make.NOW)
    reply(case_id, Secret("We are here again."), by=shown.eve, now=make.NOW)
    say(shown.plain.visit, Secret("Good."), now=make.NOW)

    dossier = dossier_of(shown.plain.visit)
    assert dossier.is_whole
    assert [entry.text() for entry in dossier.of_kind(Kind.MESSAGE)] == [
        "We are here again.",
        "Good.",
    ]
    assert not RecoveryGrant.objects.filter(case_id=case_id).exists()
    assert RecoveryGrant.objects.filter(case_id=shown.shut.visit.case_id).exists()


def test_t_recover_the_newcomer_is_told_to_look() -> None:
    shown = lost()
    before = Notice.objects.count()

    recover(shown.society, shown.eve)

    assert Notice.objects.count() == before + 1


def test_t_recover_whoever_was_kept_out_stays_kept_out_under_a_new_name_row() -> None:
    """They joined anew with the same name; nothing but their name says who they are."""
    society = make.organisation()
    ada, ben = make.member(society, "Ada"), make.member(society, "Ben Harrow")
    take_into_use(make.signed_in(ada), make.signed_in(ben))
    kept = make.case([ada], text=PLAIN, excluded=[ben])
    other = make.case([ada], text=PLAIN)
    leave_everything(ben, now=make.NOW)
    ben_again = newcomer_called("Ben Harrow", society)

    recover(society, ben_again)

    assert {cover.case_id for cover in covers_visible_to(ben_again)} == ids(other)
    with pytest.raises(NotVisible):
        open_as(ben_again, kept)


def test_t_recover_a_case_that_names_the_newcomer_is_hidden_from_them() -> None:
    society = make.organisation()
    ada = make.member(society, "Ada")
    take_into_use(make.signed_in(ada))
    named = make.case([ada], text="Eve Marlow pushed me.")
    close = make.case([ada], text="It was Tobias Wren.")
    other = make.case([ada], text=PLAIN)
    eve = newcomer_called("Eve Marlow", society)
    keep_known_as(eve.member, KnownAs(conflicts=("Tobias Wren",)))

    recover(society, eve)

    assert {cover.case_id for cover in covers_visible_to(eve)} == ids(other)
    for sent in (named, close):
        with pytest.raises(NotVisible):
            open_as(eve, sent)


def test_what_is_no_bundle_and_no_grant_is_refused() -> None:
    for text in ("", "{}", "[]", "7", '{"file": "evenhand recovery grant 1"}'):
        with pytest.raises(NotSuchFile):
            bundle_from_text(text)
    for text in ('{"file": "evenhand recovery grant 1"}', '{"file": "evenhand recovery bundle 1"}'):
        with pytest.raises(NotSuchFile):
            grant_from_text(text)


def test_the_holders_see_the_words_that_the_newcomer_sees() -> None:
    shown = lost()
    bundle = bundle_of(shown.society, shown.eve.member)

    assert words_of(bundle.newcomers[0], bundle) == joining(shown.eve.member).check_words


def test_t_recover_everything_that_is_told_is_looked_through_for_holders() -> None:
    society = make.organisation()
    ada = make.signed_in(make.member(society, "Ada"))
    take_into_use(ada)
    grace = Secret("Grace Tidewater")
    report = make.report()
    told = [
        told_in(replace(report, people=(ReportedPerson(name=grace),)), Identity()),
        told_in(replace(report, people=(ReportedPerson(company=grace),)), Identity()),
        told_in(replace(report, witnesses=(Witness(who=grace),)), Identity()),
        told_in(replace(report, please_do_not=grace), Identity()),
        told_in(report, Identity(must_not_learn=grace)),
    ]

    roster = roster_of(society.id)
    assert [(it := judged(roster, each)) and it.is_shut for each in told] == [True] * 5
    plain = judged(roster, told_in(report, Identity()))
    assert plain is not None
    assert not plain.is_shut


@pytest.mark.parametrize("times", [1, 100])
def test_t_recover_entering_beside_a_busy_reporter_is_tried_again(times: int) -> None:
    shown = lost()
    recover(shown.society, shown.eve)
    more = partial(say, shown.plain.visit, Secret("More."), now=make.NOW)
    meanwhile = Meanwhile(more, before=0, times=times, naming='INSERT INTO "vault_shredkey"')

    with meanwhile.watching():
        if times == 1:
            assert open_as(shown.eve, shown.plain).is_whole
        else:
            with pytest.raises(TooBusy):
                open_as(shown.eve, shown.plain)
