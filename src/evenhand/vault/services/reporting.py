"""What a reporter does after sending: add, answer, exclude, withdraw, erase, replace the code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from evenhand.accounts.models import Member
from evenhand.notices.services import notify
from evenhand.sealing.errors import SealingError
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.sealing.secret import Secret
from evenhand.vault.entry_codec import unwrap_for_party, wrap_for_party
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import Entry, Receipt
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.queries.terms import erased_on_once_withdrawn
from evenhand.vault.queries.visits import dossier_of, public_keys_of
from evenhand.vault.services.epochs import drop_leavers, exclude_from
from evenhand.vault.services.files import forget_file, store_file
from evenhand.vault.services.writing import Act, append, append_as_it_stands
from evenhand.vault.values.bodies import identity_to_body
from evenhand.vault.values.declared import code_to_body, notice_address_to_body
from evenhand.vault.values.dossiers import Dossier, FileToStore, Visit
from evenhand.vault.values.entries import (
    Body,
    Draft,
    Kind,
    reporter_writer,
)
from evenhand.vault.values.report import Identity

_TRIES = 8
_MADE_AT_SENDING = ("promise", "keys", "locator", "channel", "space_name", "notice_address")


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
    draft = identity_draft(identity_to_body(identity), sealed_notice_address)
    also = partial(keep_address, visit, sealed_notice_address)
    _append(visit, [draft], now=now, also=also)


def withdraw(visit: Visit, *, now: datetime) -> None:
    """Ask that nothing more is done. What was read stays read; the team may still reply."""

    def taken_back(dossier: Dossier) -> list[Draft]:
        day = erased_on_once_withdrawn(dossier, now=now)
        return [Draft(Kind.WITHDRAWN, {"erase_on": day.isoformat()})]

    append_as_it_stands(_act(visit, now=now), taken_back, now=now)


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

    def hand_over() -> None:
        rows = _rewrapped(visit, new)
        Entry.objects.bulk_update(rows, ["wrapped_for_party"])
        receipts = Receipt.objects.filter(locator=visit.keys.locator.hex())
        if not receipts.update(locator=new.locator.hex()):
            raise NotVisible

    draft = Draft(Kind.CODE_REPLACED, code_to_body(public_keys_of(new), new.locator))
    _append(visit, [draft], now=now, also=hand_over)
    return Visit(keys=new, case_id=visit.case_id, organisation_id=visit.organisation_id)


def add_changes(
    visit: Visit, report: Body, identity: Body, *, sealed_notice_address: bytes, now: datetime
) -> None:
    """The same form was sent again: keep what is different this time, and nothing twice."""

    def other_words(dossier: Dossier) -> list[Draft]:
        is_new = _told(report) not in _all_told(dossier, Kind.REPORT)
        return [Draft(Kind.REPORT, report)] if is_new else []

    def other_contact(dossier: Dossier) -> list[Draft]:
        is_new = _told(identity) not in _all_told(dossier, Kind.IDENTITY)
        return [identity_draft(identity, sealed_notice_address)] if is_new else []

    append_as_it_stands(_act(visit, now=now), other_words, now=now)
    also = partial(keep_address, visit, sealed_notice_address)
    append_as_it_stands(_act(visit, now=now, also=also), other_contact, now=now)


def identity_draft(told: Body, sealed_notice_address: bytes) -> Draft:
    return Draft(Kind.IDENTITY, {**told, **notice_address_to_body(sealed_notice_address)})


def keep_address(visit: Visit, sealed_notice_address: bytes) -> None:
    """Put the address where replies look for it; the entry written with it declares it."""
    Receipt.objects.filter(locator=visit.keys.locator.hex()).update(
        sealed_notice_address=sealed_notice_address
    )


def _all_told(dossier: Dossier, kind: Kind) -> list[Body]:
    return [_told(entry.body) for entry in dossier.of_kind(kind)]


def _told(body: Body) -> Body:
    return {name: value for name, value in body.items() if name not in _MADE_AT_SENDING}


def _append(
    visit: Visit,
    drafts: Sequence[Draft],
    *,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> None:
    append(_act(visit, now=now, also=also), drafts, now=now)


def _act(visit: Visit, *, now: datetime, also: Callable[[], None] = lambda: None) -> Act:
    """The reporter writes, and the readers are told that there is something."""
    loaded: list[Dossier] = []

    def load() -> Dossier:
        loaded.append(dossier_of(visit))
        return loaded[-1]

    def tell() -> None:
        also()
        notify(loaded[-1].readers_now, now=now)

    writer = reporter_writer(visit.keys.signing)
    tidy = partial(drop_leavers, writer=writer, now=now)
    return Act(load=load, writer=writer, also=tell, has_prepared=tidy)


def _rewrapped(visit: Visit, new: ReceiptKeys) -> list[Entry]:
    """Every entry with a fresh wrap, those that are not for the reporter too: none stands out."""
    rows = list(Entry.objects.filter(case_id=visit.case_id))
    for row in rows:
        spot = spot_of(row)
        with suppress(SealingError):  # what is damaged stays as it is, and stays noticed
            data_key = unwrap_for_party(bytes(row.wrapped_for_party), spot, key=visit.keys.reading)
            row.wrapped_for_party = wrap_for_party(data_key, spot, to=new.reading.public)
    return rows
