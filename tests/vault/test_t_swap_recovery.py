"""T-SWAP: nobody is let in but by the recovery key of that very case, for them and with their keys.

Each forged entry is truly signed by the newcomer, or by somebody who may write in the case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.conf import settings

from evenhand.accounts.queries.roster import own_keys
from evenhand.accounts.values import PublicKeys, SignedIn
from evenhand.directory.models import Organisation
from evenhand.sealing.recovery_keys import RecoveryKeys, new_recovery_secret
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import RecoveryGrant
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.entering import opened
from evenhand.vault.services.reporting import exclude
from evenhand.vault.statements import RECOVERED, sign_statement
from evenhand.vault.values.declared import Access, Recovery
from evenhand.vault.values.entries import (
    Draft,
    Kind,
    Writer,
    member_writer,
)
from tests import make
from tests.vault import thief
from tests.vault.recovering import KEYS, newcomer_called, recover, take_into_use

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

OTHERS = RecoveryKeys.from_secret(new_recovery_secret())
NEVER = "Grace Tidewater shouted."


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Ada reads two cases, of which the second names a holder. Eve and Fay have joined anew."""

    society: Organisation
    ada: SignedIn
    eve: SignedIn
    fay: SignedIn
    first: make.Sent
    second: make.Sent


def scene() -> Scene:
    society = make.organisation()
    ada = make.signed_in(make.member(society, "Ada"))
    take_into_use(ada)
    first = make.case([ada.member], text="He waited by my door.")
    second = make.case([ada.member], text=NEVER)
    eve, fay = (newcomer_called(name, society) for name in ("Eve", "Fay"))
    return Scene(society=society, ada=ada, eve=eve, fay=fay, first=first, second=second)


@dataclass(frozen=True, kw_only=True)
class Said:
    """An entry that lets somebody in: what it declares, and the statement beside it."""

    access: Access
    statement: bytes
    writer: Writer
    kind: Kind = Kind.READERS


Forge = Callable[[Scene, Said], Said]


def honest(shown: Scene, sent: make.Sent, *, by: RecoveryKeys = KEYS) -> Said:
    """What the program writes for Eve when she first opens a case."""
    case_id, eve = sent.visit.case_id, shown.eve
    access = case_visible_to(shown.ada, case_id).dossier.access
    return Said(
        access=access.including({eve.member.id: own_keys(eve.member)}, key=ReadingKey.new().public),
        statement=stated(case_id, eve.member.id, own_keys(eve.member), by=by),
        writer=member_writer(eve.member.id, eve.keys.signing),
    )


def stated(case_id: UUID, member_id: UUID, keys: PublicKeys, *, by: RecoveryKeys = KEYS) -> bytes:
    site = settings.SITE_SECRETS.site
    return sign_statement(case_id, member_id, keys, site=site, by=by.signing)


def plant(sent: make.Sent, said: Said) -> None:
    body = {**said.access.to_body(), RECOVERED: said.statement.hex()}
    reporter = sent.keys.reading.public
    thief.forge(sent.visit.case_id, [Draft(said.kind, body)], writer=said.writer, reporter=reporter)


def is_believed(shown: Scene, sent: make.Sent) -> bool:
    """Whether both sides take the newest entry for genuine."""
    case_id = sent.visit.case_id
    reader, reporter = case_visible_to(shown.ada, case_id).dossier, dossier_of(sent.visit)
    is_genuine = reader.entries[-1].is_genuine
    assert (len(reporter.entries) == len(reader.entries)) is is_genuine
    if not is_genuine:
        assert not reader.is_whole
        assert not reporter.is_whole
    return is_genuine


def a_statement_by_another_key(shown: Scene, said: Said) -> Said:
    return replace(said, statement=honest(shown, shown.first, by=OTHERS).statement)


def no_statement(_shown: Scene, said: Said) -> Said:
    return replace(said, statement=b"")


def a_statement_about_another_case(shown: Scene, said: Said) -> Said:
    return replace(said, statement=honest(shown, shown.second).statement)


def a_statement_for_another_member(shown: Scene, said: Said) -> Said:
    fay = shown.fay.member
    return replace(said, statement=stated(shown.first.visit.case_id, fay.id, own_keys(fay)))


def a_statement_for_other_keys(shown: Scene, said: Said) -> Said:
    eve, fay = shown.eve.member, shown.fay.member
    return replace(said, statement=stated(shown.first.visit.case_id, eve.id, own_keys(fay)))


def a_flipped_byte(_shown: Scene, said: Said) -> Said:
    return replace(said, statement=said.statement[:-1] + bytes([said.statement[-1] ^ 1]))


def other_keys_for_herself(shown: Scene, said: Said) -> Said:
    keys = PublicKeys(reading=ReadingKey.new().public, verify=SigningKey.new().public)
    return replace(
        said, access=replace(said.access, keys={**said.access.keys, eve_id(shown): keys})
    )


def signed_by_somebody_else(shown: Scene, said: Said) -> Said:
    return replace(said, writer=member_writer(eve_id(shown), shown.fay.keys.signing))


def written_by_fay(shown: Scene, said: Said) -> Said:
    return replace(said, writer=member_writer(shown.fay.member.id, shown.fay.keys.signing))


def with_somebody_else_too(shown: Scene, said: Said) -> Said:
    fay = shown.fay.member
    keys = {**said.access.keys, fay.id: own_keys(fay)}
    return replace(said, access=replace(said.access, keys=keys))


def shutting_out_ada(shown: Scene, said: Said) -> Said:
    access = replace(
        said.access,
        keys={eve_id(shown): said.access.keys[eve_id(shown)]},
        excluded=frozenset({shown.ada.member.id}),
    )
    return replace(said, access=access)


def dropping_ada(shown: Scene, said: Said) -> Said:
    keys = {eve_id(shown): said.access.keys[eve_id(shown)]}
    return replace(said, access=replace(said.access, keys=keys))


def with_another_recovery_key(_shown: Scene, said: Said) -> Said:
    recovery = Recovery(OTHERS.public, is_shut=False)
    return replace(said, access=replace(said.access, recovery=recovery))


def not_letting_in_herself(shown: Scene, said: Said) -> Said:
    keys = {one: own for one, own in said.access.keys.items() if one != eve_id(shown)}
    return replace(said, access=replace(said.access, keys=keys))


def only_a_note(_shown: Scene, said: Said) -> Said:
    return replace(said, kind=Kind.MESSAGE)


def eve_id(shown: Scene) -> UUID:
    return shown.eve.member.id


FORGED: list[Forge] = [
    a_statement_by_another_key,
    no_statement,
    a_statement_about_another_case,
    a_statement_for_another_member,
    a_statement_for_other_keys,
    a_flipped_byte,
    other_keys_for_herself,
    signed_by_somebody_else,
    written_by_fay,
    with_somebody_else_too,
    shutting_out_ada,
    dropping_ada,
    with_another_recovery_key,
    not_letting_in_herself,
    only_a_note,
]


def test_t_swap_the_recovery_key_of_the_case_is_believed() -> None:
    shown = scene()

    plant(shown.first, honest(shown, shown.first))

    assert case_visible_entries(shown.first)[-1] is True


def case_visible_entries(sent: make.Sent) -> list[bool]:
    return [entry.is_genuine for entry in dossier_of(sent.visit).entries]


@pytest.mark.parametrize("forge", FORGED)
def test_t_swap_nothing_else_lets_a_newcomer_in(forge: Forge) -> None:
    shown = scene()

    plant(shown.first, forge(shown, honest(shown, shown.first)))

    assert not is_believed(shown, shown.first)


def test_t_swap_a_case_that_names_a_holder_believes_no_statement() -> None:
    shown = scene()

    plant(shown.second, honest(shown, shown.second))

    assert not is_believed(shown, shown.second)


def test_t_swap_a_case_without_a_recovery_key_believes_no_statement() -> None:
    society = make.organisation()
    ada = make.signed_in(make.member(society, "Ada"))
    sent = make.case([ada.member])
    eve, fay = (newcomer_called(name, society) for name in ("Eve", "Fay"))
    shown = Scene(society=society, ada=ada, eve=eve, fay=fay, first=sent, second=sent)

    plant(sent, honest(shown, sent))

    assert not is_believed(shown, sent)


def test_t_swap_whoever_was_shut_out_is_not_let_back_in_by_an_old_statement() -> None:
    shown = scene()
    said = honest(shown, shown.first)
    exclude(shown.first.visit, [shown.eve.member], now=make.NOW)
    access = case_visible_to(shown.ada, shown.first.visit.case_id).dossier.access
    after = access.including(
        {eve_id(shown): own_keys(shown.eve.member)}, key=ReadingKey.new().public
    )

    for planted in (after, replace(after, excluded=frozenset())):
        plant(shown.first, replace(said, access=planted))
        assert not is_believed(shown, shown.first)


def test_t_swap_a_grant_row_by_another_key_opens_nothing() -> None:
    """Her slot is real: only the statement in the row was exchanged."""
    shown = scene()
    recover(shown.society, shown.eve)
    grants = RecoveryGrant.objects.filter(case_id=shown.first.visit.case_id)
    statement = bytes(grants.get().statement)
    for forge in (a_statement_by_another_key, a_statement_about_another_case, no_statement):
        said = forge(shown, honest(shown, shown.first))
        grants.update(statement=said.statement)
        assert covers_visible_to(make.signed_in(shown.eve.member)) == []
        with pytest.raises(NotVisible):
            opened(shown.eve, shown.first.visit.case_id, now=make.NOW)

    grants.update(statement=statement)
    assert opened(shown.eve, shown.first.visit.case_id, now=make.NOW).dossier.is_whole
