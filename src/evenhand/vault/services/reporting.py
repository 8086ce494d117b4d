"""What a reporter does after sending: add, answer, exclude, withdraw, erase, replace the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from evenhand.accounts.models import Member
from evenhand.notices.services import notify
from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.sealing.secret import Secret
from evenhand.vault.entry_codec import unwrap_for_party, wrap_for_no_party, wrap_for_party
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import Entry, Receipt
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.queries.visits import dossier_of
from evenhand.vault.services.epochs import exclude_from
from evenhand.vault.services.files import forget_file, store_file
from evenhand.vault.services.writing import Act, append
from evenhand.vault.values.bodies import identity_to_body
from evenhand.vault.values.declared import keys_to_body
from evenhand.vault.values.dossiers import Dossier, FileToStore, Visit
from evenhand.vault.values.entries import (
    Body,
    Draft,
    Kind,
    PublicKeys,
    reporter_writer,
)
from evenhand.vault.values.report import Identity

_TRIES = 8
_MADE_AT_SENDING = ("promise", "keys", "channel", "space_name")


def say(visit: Visit, text: Secret, *, now: datetime) -> None:
    """Write to the readers of the case (S21)."""
    _append(visit, [Draft(Kind.MESSAGE, {"text": text.reveal()})], now=now)


def attach(visit: Visit, file: FileToStore, *, now: datetime) -> None:
    """Add a file. It is stored first: an entry never points to a file that is not there."""
    body = store_file(visit.case_id, file, now=now)
    try:
        _append(visit, [Draft(Kind.FILE, body)], now=now)
    except (NotVisible, TooBusy):
        forget_file(visit.case_id, body)
        raise


def change_identity(
    visit: Visit, identity: Identity, sealed_notice_address: bytes, *, now: datetime
) -> None:
    """Say anew who one is and how one can be reached (S10, D4)."""

    def keep_address() -> None:
        Receipt.objects.filter(locator=visit.keys.locator.hex()).update(
            sealed_notice_address=sealed_notice_address
        )

    _append(visit, [Draft(Kind.IDENTITY, identity_to_body(identity))], now=now, also=keep_address)


def withdraw(visit: Visit, *, now: datetime) -> None:
    """Ask that nothing more is done. What was read stays read; the team may still reply."""
    _append(visit, [Draft(Kind.WITHDRAWN)], now=now)


def exclude(visit: Visit, members: Sequence[Member], *, now: datetime) -> None:
    """Name more people who must not see the report; effective at once (S7).

    Raises NobodyLeft when nobody would be left to read it.
    """
    writer = reporter_writer(visit.keys.signing)
    for _ in range(_TRIES):
        try:
            exclude_from(dossier_of(visit), members, writer=writer, now=now)
        except TooBusy:
            continue
        return
    raise TooBusy


def replace_code(visit: Visit, new: ReceiptKeys, *, now: datetime) -> Visit:
    """From now on only the new code opens the report; the old one leads nowhere."""
    keys = PublicKeys(reading=new.reading.public, verify=new.signing.public)

    def hand_over() -> None:
        rows = _rewrapped(visit, new)
        Entry.objects.bulk_update(rows, ["wrapped_for_party"])
        receipts = Receipt.objects.filter(locator=visit.keys.locator.hex())
        if not receipts.update(locator=new.locator.hex()):
            raise NotVisible

    drafts = [Draft(Kind.CODE_REPLACED, {"keys": keys_to_body(keys)})]
    _append(visit, drafts, now=now, also=hand_over)
    return Visit(keys=new, case_id=visit.case_id, organisation_id=visit.organisation_id)


def add_changes(visit: Visit, report: Body, identity: Body, *, now: datetime) -> None:
    """The same form was sent again: keep what is different this time, and nothing twice."""
    dossier = dossier_of(visit)
    drafts = []
    told = [_told(entry.body) for entry in dossier.of_kind(Kind.REPORT)]
    if _told(report) not in told:
        drafts.append(Draft(Kind.REPORT, report))
    if identity not in [entry.body for entry in dossier.of_kind(Kind.IDENTITY)]:
        drafts.append(Draft(Kind.IDENTITY, identity))
    if drafts:
        _append(visit, drafts, now=now)


def _told(body: Body) -> Body:
    return {name: value for name, value in body.items() if name not in _MADE_AT_SENDING}


def _append(
    visit: Visit,
    drafts: Sequence[Draft],
    *,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> None:
    loaded: list[Dossier] = []

    def load() -> Dossier:
        loaded.append(dossier_of(visit))
        return loaded[-1]

    def tell() -> None:
        also()
        notify(loaded[-1].readers_now, now=now)

    append(Act(load=load, writer=reporter_writer(visit.keys.signing), also=tell), drafts, now=now)


def _rewrapped(visit: Visit, new: ReceiptKeys) -> list[Entry]:
    """Every entry with a fresh wrap, those the reporter cannot read too: none stands out."""
    rows = list(Entry.objects.filter(case_id=visit.case_id))
    for row in rows:
        spot = spot_of(row)
        try:
            data_key = unwrap_for_party(bytes(row.wrapped_for_party), spot, key=visit.keys.reading)
        except CannotOpen:
            row.wrapped_for_party = wrap_for_no_party(spot)
        else:
            row.wrapped_for_party = wrap_for_party(data_key, spot, to=new.reading.public)
    return rows
