"""The organisation's recovery key, as a member's page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import roster_of, waiting_in
from evenhand.accounts.roster import Roster
from evenhand.accounts.roster_lines import RosterKind, Signature, Statement
from evenhand.casework.queries.team import may_invite
from evenhand.casework.values.recovery import KeyInUse, Proposed, RecoveryPage, holders_of
from evenhand.directory.queries import day_of, is_drill_due, sharings_of
from evenhand.directory.values import Sharing
from evenhand.sealing.recovery_codes import words_of_key
from evenhand.sealing.recovery_keys import RecoveryPublic


def recovery_shown_to(member: Member, *, now: datetime) -> RecoveryPage:
    """The recovery key of the member's organisation, and what waits for a second member."""
    roster = roster_of(member.organisation_id)
    sharings = sharings_of(member.organisation_id)
    return RecoveryPage(
        in_use=_key_in_use(roster, sharings, now=now),
        proposed=[
            Proposed(
                words=words_of_key(_key_of(waiting.statement)),
                holders=holders_of(_key_of(waiting.statement), sharings),
                signed_by=_names(waiting.signatures, roster),
                fingerprint=waiting.statement.fingerprint,
                may_confirm=all(each.by != member.id for each in waiting.signatures),
            )
            for waiting in waiting_in(roster)
            if waiting.statement.kind is RosterKind.RECOVERY_KEY
        ],
        may_enter=may_invite(member, now=now),
    )


def _key_in_use(roster: Roster, sharings: Iterable[Sharing], *, now: datetime) -> KeyInUse | None:
    lines = [line for line in roster.lines if line.statement.kind is RosterKind.RECOVERY_KEY]
    if not lines:
        return None
    line, today = lines[-1], day_of(now)
    key = _key_of(line.statement)
    sharing = next((told for told in sharings if told.key == key), None)
    return KeyInUse(
        words=words_of_key(key),
        holders=sharing.holders if sharing else (),
        signed_by=_names(line.signatures, roster),
        signed_on=line.written_on,
        drilled_on=sharing.drilled_on if sharing else None,
        is_drill_due=is_drill_due(roster.organisation_id, on=today),
    )


def _key_of(statement: Statement) -> RecoveryPublic:
    return RecoveryPublic(statement.keys.reading, statement.keys.verify)


def _names(signatures: Iterable[Signature], roster: Roster) -> list[str]:
    return sorted(roster.names[each.by] for each in signatures)
