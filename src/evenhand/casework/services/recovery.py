"""Take a recovery key into use: one member enters it, another confirms it (D12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from evenhand.accounts.queries.roster import roster_of, waiting_in
from evenhand.accounts.roster_lines import RosterKind
from evenhand.accounts.services.confirming import agree_to_recovery_key
from evenhand.accounts.values import PublicKeys, SignedIn
from evenhand.casework.errors import KeyUsedBefore, MayNotEnterKey, NothingToConfirm
from evenhand.casework.queries.team import may_invite
from evenhand.directory.queries import day_of, sharings_of
from evenhand.directory.services.sharing import (
    forget_other_sharings,
    keep_sharing,
    record_drill,
)
from evenhand.directory.values import Holder, Sharing
from evenhand.sealing.recovery_keys import RecoveryPublic


@transaction.atomic
def enter_recovery_key(
    key: RecoveryPublic, holders: tuple[Holder, ...], *, by: SignedIn, now: datetime
) -> None:
    """Say that this is the organisation's key and who keeps its shares; somebody else confirms.

    For the key in use it only says how its holders are called; nobody has to confirm that. Raises
    MayNotEnterKey, KeyUsedBefore, and what `agree_to_recovery_key` raises.
    """
    if not may_invite(by.member, now=now):
        raise MayNotEnterKey
    organisation_id = by.member.organisation_id
    keys, roster = PublicKeys(reading=key.reading, verify=key.verify), roster_of(organisation_id)
    was_in_use = any(line.statement.keys == keys for line in roster.lines)
    if was_in_use and roster.recovery != keys:
        raise KeyUsedBefore
    known = next((told for told in sharings_of(organisation_id) if told.key == key), None)
    sharing = known or Sharing(key=key, holders=(), entered_on=day_of(now))
    keep_sharing(organisation_id, replace(sharing, holders=holders))
    if roster.recovery != keys:
        _agree(keys, by=by, now=now)


@transaction.atomic
def confirm_recovery_key(fingerprint: str, *, by: SignedIn, now: datetime) -> None:
    """Say that the check words on the page are those on the shares.

    Raises NothingToConfirm when nothing with exactly these words waits.
    """
    for waiting in waiting_in(roster_of(by.member.organisation_id)):
        told = waiting.statement
        if told.kind is RosterKind.RECOVERY_KEY and told.fingerprint == fingerprint:
            _agree(told.keys, by=by, now=now)
            return
    raise NothingToConfirm


def record_drill_today(*, by: SignedIn, now: datetime) -> None:
    """The holders have tried their shares today."""
    record_drill(by.member.organisation_id, on=day_of(now))


def _agree(keys: PublicKeys, *, by: SignedIn, now: datetime) -> None:
    if agree_to_recovery_key(keys, by=by, now=now):
        key = RecoveryPublic(keys.reading, keys.verify)
        forget_other_sharings(by.member.organisation_id, key)
