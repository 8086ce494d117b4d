"""T-SWAP: entries dropped, re-ordered, blanked, replaced or forged are seen as such.

Each time the thief has put everything in order that is neither sealed nor signed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest

from evenhand.notices.services import seal_notice_address
from evenhand.sealing import envelope
from evenhand.sealing.deriving import derive
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.padding import pad
from evenhand.sealing.places import Purpose
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault import entry_codec
from evenhand.vault.models import Case, Entry, Epoch, ShredKey
from evenhand.vault.places import place
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.erasing import erase_identity
from evenhand.vault.values.entries import Draft, Kind, Writer, member_writer, reporter_writer
from tests import make
from tests.vault import thief
from tests.vault.scenes import DAMAGED, Scene, scene, views_of, who_noticed

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

FIRST_CASE = {"Ada's first case", "Dee's first case", "the first reporter"}
WITHDRAWN = Draft(Kind.WITHDRAWN)


def drop_a_middle_one(rows: list[Entry]) -> None:
    thief.drop(rows[5])


def drop_a_note(rows: list[Entry]) -> None:
    thief.drop(rows[-2])


def drop_the_report(rows: list[Entry]) -> None:
    thief.drop(rows[0])


def drop_the_newest(rows: list[Entry]) -> None:
    thief.drop(rows[-1])


def change_the_order(rows: list[Entry]) -> None:
    thief.change_places(rows[4], rows[5])


def change_the_order_of_what_the_reporter_wrote(rows: list[Entry]) -> None:
    thief.change_places(rows[-1], rows[-3])


def blank_one(rows: list[Entry]) -> None:
    Entry.objects.filter(pk=rows[5].pk).update(sealed=b"")


def blank_the_newest(rows: list[Entry]) -> None:
    Entry.objects.filter(pk=rows[-1].pk).update(sealed=b"")


def replace_one_by_noise(rows: list[Entry]) -> None:
    Entry.objects.filter(pk=rows[5].pk).update(sealed=secrets.token_bytes(1200))


def repeat_one_under_another_id(rows: list[Entry]) -> None:
    again, key = rows[4], ShredKey.objects.get(entry_id=rows[4].pk)
    thief.drop(rows[5])
    again.pk, again.position = rows[5].pk, rows[5].position
    again.save(force_insert=True)
    ShredKey.objects.filter(entry_id=again.pk).update(key=key.key)


def move_one_to_another_case(rows: list[Entry]) -> None:
    other = Case.objects.exclude(pk=rows[5].case_id).get()
    Entry.objects.filter(pk=rows[5].pk).update(case=other, position=other.head + 1)


def claim_another_epoch_for_one(rows: list[Entry]) -> None:
    Entry.objects.filter(pk=rows[5].pk).update(epoch=2)


def claim_another_epoch_for_the_case(rows: list[Entry]) -> None:
    Case.objects.filter(pk=rows[5].case_id).update(epoch=1)


DONE_TO_ROWS = [
    drop_a_middle_one,
    drop_a_note,
    drop_the_report,
    drop_the_newest,
    change_the_order,
    change_the_order_of_what_the_reporter_wrote,
    blank_one,
    blank_the_newest,
    replace_one_by_noise,
    repeat_one_under_another_id,
    move_one_to_another_case,
    claim_another_epoch_for_the_case,
]
# Cut off at the end, with all that points to it: what then notices it is in test_t_swap_rollback.
LEAVES_NO_GAP = {drop_the_newest}


@pytest.mark.parametrize("do_to", DONE_TO_ROWS)
def test_t_swap_entries_are_not_changed_unseen(do_to: Callable[[list[Entry]], None]) -> None:
    shown = scene()
    before = views_of(shown)

    do_to(thief.entries_of(shown.first.visit.case_id))

    assert who_noticed(before, views_of(shown)) >= FIRST_CASE


@pytest.mark.parametrize("do_to", [do for do in DONE_TO_ROWS if do not in LEAVES_NO_GAP])
def test_t_swap_entries_are_not_changed_unseen_when_the_chain_is_made_to_fit(
    do_to: Callable[[list[Entry]], None],
) -> None:
    shown = scene()
    before = views_of(shown)

    do_to(thief.entries_of(shown.first.visit.case_id))
    thief.rebuild_chain(shown.first.visit.case_id)

    after = views_of(shown)
    # The list shows sealed covers and asks for entries only where there are newer ones.
    assert who_noticed(before, {**after, "Ada's list: first": DAMAGED}) >= FIRST_CASE


def test_t_swap_an_entry_does_not_pass_for_one_of_another_epoch() -> None:
    shown = scene()
    before = views_of(shown)

    claim_another_epoch_for_one(thief.entries_of(shown.first.visit.case_id))

    # The reporter's own wrap of it has nothing to do with epochs.
    assert who_noticed(before, views_of(shown)) == FIRST_CASE - {"the first reporter"}


def by_a_stranger(_shown: Scene) -> Writer:
    return reporter_writer(thief.THIEFS)


def in_the_name_of_a_reader(shown: Scene) -> Writer:
    return member_writer(shown.dee.member.id, thief.THIEFS)


def by_somebody_who_was_shut_out(shown: Scene) -> Writer:
    return member_writer(shown.ben.member.id, shown.ben.keys.signing)


def by_a_member_of_no_case(shown: Scene) -> Writer:
    stranger = make.member(shown.ada.member.organisation, "Eve")
    return member_writer(stranger.id, make.signed_in(stranger).keys.signing)


@pytest.mark.parametrize(
    "written",
    [by_a_stranger, in_the_name_of_a_reader, by_somebody_who_was_shut_out, by_a_member_of_no_case],
)
def test_t_swap_a_forged_withdrawal_withdraws_nothing(written: Callable[[Scene], Writer]) -> None:
    shown = scene()
    before = views_of(shown)

    thief.forge(
        shown.first.visit.case_id,
        [WITHDRAWN, Draft(Kind.OPENED), Draft(Kind.CLOSED)],
        writer=written(shown),
        reporter=shown.first.keys.reading.public,
    )

    after = views_of(shown)
    assert who_noticed(before, after) >= {*FIRST_CASE, "Ada's list: first"}
    assert after["Ada's list: first"] == DAMAGED
    dossier = case_visible_to(shown.ada, shown.first.visit.case_id).dossier
    assert not dossier.is_withdrawn
    assert [who.name for who, _ in dossier.openings] == ["Ada"]
    assert dossier.cover.stage == "waiting on us"
    assert [entry.is_genuine for entry in dossier.entries][-3:] == [False, False, False]
    assert Kind.WITHDRAWN not in [e.kind for e in dossier_of(shown.first.visit).entries]


def test_t_swap_a_forged_note_is_not_taken_for_one_that_the_reporter_may_not_read() -> None:
    shown = scene()
    before = views_of(shown)

    thief.forge(
        shown.first.visit.case_id, [Draft(Kind.NOTE)], writer=in_the_name_of_a_reader(shown)
    )

    assert who_noticed(before, views_of(shown)) >= FIRST_CASE


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"no signature and no structure",
        b"x" * 64 + b"{}",
        b"x" * 64 + b"[1, 2]",
        b"x" * 64 + b'{"kind": "no such kind"}',
        b"x" * 64 + b'{"kind":"note","role":"member","member":"?","at":"now","after":"","body":{}}',
    ],
)
def test_t_swap_what_no_program_of_ours_wrote_is_reported_and_breaks_nothing(plain: bytes) -> None:
    shown = scene()
    before = views_of(shown)
    forged = thief.forge(
        shown.first.visit.case_id, [WITHDRAWN], writer=reporter_writer(thief.THIEFS)
    )
    _seal_instead(forged.rows[0], plain, shred=bytes(forged.shreds[0].key))
    thief.rebuild_chain(shown.first.visit.case_id)

    assert who_noticed(before, views_of(shown)) >= FIRST_CASE


def test_t_swap_what_was_erased_stays_gone_when_an_old_row_is_put_back() -> None:
    shown = scene()
    told = list(dossier_of(shown.first.visit).of_kind(Kind.IDENTITY))
    old = {row.pk: bytes(row.sealed) for row in thief.entries_of(shown.first.visit.case_id)}
    erase_identity(shown.first.visit, seal_notice_address(""), now=make.NOW)
    before = views_of(shown)

    for entry in told:
        Entry.objects.filter(pk=entry.id).update(sealed=old[entry.id])

    assert who_noticed(before, views_of(shown)) == set()
    assert case_visible_to(shown.ada, shown.first.visit.case_id).dossier.identity is None


def _seal_instead(row: Entry, plain: bytes, *, shred: bytes) -> None:
    """Any bytes at all in the place of an entry, for whoever reads the case."""
    spot, data_key = spot_of(row), secrets.token_bytes(entry_codec.DATA_KEY_BYTES)
    content = place(Purpose.ENTRY_CONTENT, spot.case_id, spot.entry_id)
    row.sealed = envelope.seal(
        pad(plain),
        key=DataKey(derive(data_key, content, salt=shred)),
        place=place(Purpose.ENTRY, spot.case_id, spot.entry_id),
    )
    epoch = Epoch.objects.get(case_id=row.case_id, number=row.epoch)
    to = PublicKey(bytes(epoch.public_key))
    row.wrapped_for_case = entry_codec.wrap_for_case(data_key, spot, to=to)
    row.save()
