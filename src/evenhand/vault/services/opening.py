"""Open a case from a report: the one door for every channel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import roster_of
from evenhand.directory.models import Organisation
from evenhand.notices.services import notify
from evenhand.rows.inserting import insert
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import seal_cover
from evenhand.vault.errors import NobodyLeft, NotVisible
from evenhand.vault.models import Case, Entry, Epoch, Receipt, RecoverySlot, ShredKey, Slot
from evenhand.vault.queries.members import team_on
from evenhand.vault.queries.recovery import judged
from evenhand.vault.queries.terms import kept_until
from evenhand.vault.queries.visits import public_keys_of, visit
from evenhand.vault.services.epochs import new_epoch_shred, slots_for
from evenhand.vault.services.recovery_slots import recovery_slot_for
from evenhand.vault.services.reporting import add_changes, identity_draft
from evenhand.vault.services.writing import (
    Batch,
    first_head,
    forget_shreds,
    next_change,
    seal_batch,
)
from evenhand.vault.values.bodies import identity_to_body, report_to_body
from evenhand.vault.values.covers import fold
from evenhand.vault.values.declared import Access, code_to_body
from evenhand.vault.values.entries import Draft, Kind, reporter_writer
from evenhand.vault.values.naming import told_in
from evenhand.vault.values.report import Identity, Report


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Opening:
    """A report with everything that is decided before anybody is told."""

    organisation: Organisation
    keys: ReceiptKeys
    report: Report
    identity: Identity
    readers: Sequence[Member]
    excluded: Collection[UUID]
    doubtful: Collection[UUID] = ()
    sealed_notice_address: bytes


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Rows:
    """Everything that is written for a new case."""

    case: Case
    epoch: Epoch
    slots: list[Slot]
    recovery_slot: RecoverySlot
    entries: list[Entry]
    receipt: Receipt
    shreds: list[ShredKey]
    readers: list[Member]


def open_case(opening: Opening, *, now: datetime, also: Callable[[], None] = lambda: None) -> bool:
    """Seal a report, give its readers their slots and queue their notices (S5, S7, D1).

    When this returns, everything is on disk, with what `also` wrote. The same receipt again keeps
    one case: what is different this time is added to it, and the answer is False. Raises NobodyLeft
    when no reader stands on the roster (any more).
    """
    rows = _seal(opening, now=now)
    insert(rows.shreds)
    try:
        _write(rows, now=now, also=also)
    except IntegrityError:
        forget_shreds(rows.shreds)
        if not _is_known(opening.keys):
            raise
        _add_changes(opening, now=now)  # the same form came in again
        return False
    return True


def _seal(opening: Opening, *, now: datetime) -> _Rows:
    """All the cryptography of a report, before any row is written or locked."""
    roster = roster_of(opening.organisation.id)
    team = team_on(roster)
    asked = {member.id for member in opening.readers}
    readers = [member for member in team.readers if member.id in asked]
    if not readers:
        raise NobodyLeft
    case_id, key = uuid4(), ReadingKey.new()
    head = first_head(case_id, case=key.public, reporter=opening.keys.reading.public)
    keys = {member.id: team.keys[member.id] for member in readers}
    access = Access.first(key.public, keys, excluded=opening.excluded, doubtful=opening.doubtful)
    recovery = judged(roster, told_in(opening.report, opening.identity))
    access = replace(access, recovery=recovery)
    drafts = _drafts(opening, access)
    batch = seal_batch(drafts, head, writer=reporter_writer(opening.keys.signing), now=now)
    shred = new_epoch_shred(case_id, 1, now=now)
    return _Rows(
        case=_case(opening, case_id, batch, key=key, now=now),
        epoch=Epoch(case_id=case_id, number=1, public_key=key.public),
        slots=slots_for(shred, key, members=team.members, readers=access.reading_keys),
        recovery_slot=recovery_slot_for(shred, key, recovery=recovery),
        entries=batch.rows,
        receipt=_receipt(opening, case_id),
        shreds=[shred, *batch.shreds],
        readers=readers,
    )


def _case(opening: Opening, case_id: UUID, batch: Batch, *, key: ReadingKey, now: datetime) -> Case:
    cover = fold(case_id, batch.opened)
    return Case(
        id=case_id,
        organisation_id=opening.organisation.id,
        head=batch.rows[-1].position,
        head_link=batch.rows[-1].link,
        sealed_cover=seal_cover(cover, 1, private=key.to_bytes()),
        opened_on=now.date(),
        kept_until=kept_until(opening.organisation, now=now),
    )


def _drafts(opening: Opening, access: Access) -> list[Draft]:
    """Always the same three entries, so that their number tells nothing."""
    code = code_to_body(public_keys_of(opening.keys), opening.keys.locator)
    return [
        Draft(Kind.REPORT, {**report_to_body(opening.report), **code}),
        identity_draft(identity_to_body(opening.identity), opening.sealed_notice_address),
        Draft(Kind.READERS, access.to_body()),
    ]


def _receipt(opening: Opening, case_id: UUID) -> Receipt:
    return Receipt(
        locator=opening.keys.locator.hex(),
        case_id=case_id,
        sealed_notice_address=opening.sealed_notice_address,
    )


@transaction.atomic
def _write(rows: _Rows, *, now: datetime, also: Callable[[], None]) -> None:
    rows.case.changed = next_change(rows.case.organisation_id)
    for new in ([rows.case], [rows.receipt], [rows.epoch], rows.slots, rows.entries):
        insert(new)
    insert([rows.recovery_slot])
    notify(rows.readers, now=now)
    also()


def _add_changes(opening: Opening, *, now: datetime) -> None:
    add_changes(
        visit(opening.keys),
        report_to_body(opening.report),
        identity_to_body(opening.identity),
        sealed_notice_address=opening.sealed_notice_address,
        now=now,
    )


def _is_known(keys: ReceiptKeys) -> bool:
    try:
        visit(keys)
    except NotVisible:
        return False
    return True
