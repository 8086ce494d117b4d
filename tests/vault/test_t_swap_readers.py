"""T-SWAP: an entry that changes more about who may read than its author may change is noticed.

Each is truly signed by somebody who may write in the case: a reader, or the reporter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import own_keys
from evenhand.accounts.values import PublicKeys
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.recusing import step_back
from evenhand.vault.values.declared import Access
from evenhand.vault.values.entries import (
    Draft,
    Kind,
    Writer,
    member_writer,
    reporter_writer,
)
from tests import make
from tests.vault import thief
from tests.vault.scenes import Scene, scene, views_of, who_noticed

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

Forge = Callable[[Scene, Access], Access]
FIRST_CASE = {"Ada's first case", "Dee's first case", "the first reporter"}


def new_key() -> PublicKey:
    return ReadingKey.new().public


def keys_of(member: Member) -> dict[UUID, PublicKeys]:
    return {member.id: own_keys(member)}


def thiefs_keys() -> PublicKeys:
    return PublicKeys(reading=new_key(), verify=SigningKey.new().public)


def shut_out_another_reader(shown: Scene, access: Access) -> Access:
    return access.without([shown.ada.member], key=new_key())


def drop_another_reader_without_a_word(shown: Scene, access: Access) -> Access:
    without = access.without([shown.ada.member], key=new_key())
    return replace(without, excluded=access.excluded)


def say_that_another_reader_has_left(shown: Scene, access: Access) -> Access:
    return access.without([], key=new_key(), left=frozenset({shown.ada.member.id}))


def let_in_whoever_was_shut_out(shown: Scene, access: Access) -> Access:
    return access.including(keys_of(shown.ben.member), key=new_key())


def forget_whoever_was_shut_out(_shown: Scene, access: Access) -> Access:
    return replace(access.without([], key=new_key()), excluded=frozenset())


def let_back_in_whoever_was_shut_out(shown: Scene, access: Access) -> Access:
    letting_in = access.including(keys_of(shown.ben.member), key=new_key())
    return replace(letting_in, excluded=frozenset())


def exchange_the_keys_of_another_reader(shown: Scene, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, keys={**after.keys, shown.ada.member.id: thiefs_keys()})


def exchange_ones_own_keys(shown: Scene, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, keys={**after.keys, shown.dee.member.id: thiefs_keys()})


def keep_the_key_of_the_epoch(shown: Scene, access: Access) -> Access:
    return access.without([shown.dee.member], key=access.epoch_key)


def skip_an_epoch(shown: Scene, access: Access) -> Access:
    after = access.without([shown.dee.member], key=new_key())
    return replace(after, epoch=after.epoch + 1)


def stay_in_the_epoch(_shown: Scene, access: Access) -> Access:
    return replace(access.without([], key=new_key()), epoch=access.epoch)


def raise_a_doubt(shown: Scene, access: Access) -> Access:
    after = access.without([], key=new_key())
    return replace(after, doubtful=frozenset({shown.ada.member.id}))


FORGED: list[Forge] = [
    shut_out_another_reader,
    drop_another_reader_without_a_word,
    say_that_another_reader_has_left,
    let_in_whoever_was_shut_out,
    forget_whoever_was_shut_out,
    let_back_in_whoever_was_shut_out,
    exchange_the_keys_of_another_reader,
    exchange_ones_own_keys,
    keep_the_key_of_the_epoch,
    skip_an_epoch,
    stay_in_the_epoch,
    raise_a_doubt,
]
THE_REPORTER_MAY = {shut_out_another_reader}


def by_dee(shown: Scene) -> Writer:
    return member_writer(shown.dee.member.id, shown.dee.keys.signing)


def by_the_reporter(shown: Scene) -> Writer:
    return reporter_writer(shown.first.keys.signing)


def plant(shown: Scene, body: Access | dict[str, object], writer: Writer) -> None:
    thief.forge(
        shown.first.visit.case_id,
        [Draft(Kind.READERS, body.to_body() if isinstance(body, Access) else body)],
        writer=writer,
        reporter=shown.first.keys.reading.public,
    )


def access_of(shown: Scene) -> Access:
    return case_visible_to(shown.ada, shown.first.visit.case_id).dossier.access


def views_of_the_case(shown: Scene) -> dict[str, object]:
    """The list counts what the reporter signed, and tells nothing about readers."""
    return {name: seen for name, seen in views_of(shown).items() if name in FIRST_CASE}


@pytest.mark.parametrize("forge", FORGED)
def test_t_swap_a_reader_changes_no_more_about_readers_than_is_theirs(forge: Forge) -> None:
    shown = scene()
    before, access = views_of(shown), access_of(shown)

    plant(shown, forge(shown, access), by_dee(shown))

    assert who_noticed(before, views_of(shown)) >= FIRST_CASE
    seen = case_visible_to(shown.ada, shown.first.visit.case_id).dossier
    assert seen.access == access  # nobody follows it
    assert [entry.is_genuine for entry in seen.entries][-1] is False


@pytest.mark.parametrize("forge", [one for one in FORGED if one not in THE_REPORTER_MAY])
def test_t_swap_the_reporter_changes_no_more_about_readers_than_is_theirs(forge: Forge) -> None:
    shown = scene()
    before, access = views_of_the_case(shown), access_of(shown)

    plant(shown, forge(shown, access), by_the_reporter(shown))

    assert who_noticed(before, views_of_the_case(shown)) == FIRST_CASE
    assert access_of(shown) == access


def test_t_swap_the_reporter_lets_nobody_in() -> None:
    shown = scene()
    before, access = views_of_the_case(shown), access_of(shown)
    stranger = make.member(shown.ada.member.organisation, "Eve")

    plant(shown, access.including(keys_of(stranger), key=new_key()), by_the_reporter(shown))

    assert who_noticed(before, views_of_the_case(shown)) == FIRST_CASE
    assert access_of(shown) == access


@pytest.mark.parametrize("body", [{}, {"epoch": 3}, {"epoch": "3", "readers": {}, "excluded": 1}])
def test_t_swap_a_change_of_readers_that_cannot_be_read_is_noticed(body: dict[str, object]) -> None:
    shown = scene()
    before, access = views_of(shown), access_of(shown)

    plant(shown, body, by_dee(shown))

    assert who_noticed(before, views_of(shown)) >= FIRST_CASE
    assert access_of(shown) == access


def test_t_swap_whoever_stepped_back_signs_nothing_more() -> None:
    shown = scene()
    step_back(shown.first.visit.case_id, by=shown.dee, now=make.NOW)
    before, access = views_of(shown), access_of(shown)
    assert access.readers == {shown.ada.member.id}

    plant(shown, access.including(keys_of(shown.dee.member), key=new_key()), by_dee(shown))

    noticed = who_noticed(before, views_of(shown))
    assert noticed >= FIRST_CASE - {"Dee's first case"}
    assert access_of(shown) == access
