"""What a reader of a case does: reply, note, close, reopen; and the log of who opened it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from evenhand.accounts.values import SignedIn
from evenhand.notices.services import notify_sealed_address
from evenhand.sealing.errors import SealingError
from evenhand.sealing.secret import Secret
from evenhand.vault.cover_codec import seal_cover
from evenhand.vault.models import Receipt
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.terms import erased_on, term_of
from evenhand.vault.services.epochs import catch_up, drop_leavers
from evenhand.vault.services.erasing import shred_entries
from evenhand.vault.services.writing import Act, append
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import Draft, Kind, OpenEntry, member_writer
from evenhand.vault.values.findings import Closing

SAME_OPENING = timedelta(hours=12)


def log_opening(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """Record that a member has the case open (D2), once in twelve hours; catch up older epochs.

    Readers who have left the organisation drop out of the case first (B15).
    """
    writer = member_writer(by.member.id, by.keys.signing)
    if drop_leavers(case.dossier, writer=writer, now=now):
        case = case_visible_to(by, case.dossier.case_id)
    catch_up(case)
    shred_entries(case.dossier.erased)
    openings = case.dossier.openings
    if any(who == by.member and now - at < SAME_OPENING for who, at in openings):
        return case
    append_by_member(case.dossier.case_id, [Draft(Kind.OPENED)], by=by, now=now)
    return case_visible_to(by, case.dossier.case_id)


def reply(case_id: UUID, text: Secret, *, by: SignedIn, now: datetime) -> None:
    """Write to the reporter (S20, S21); an opt-in notice tells them that there is something."""

    def tell() -> None:
        for sealed in Receipt.objects.filter(case_id=case_id).values_list(
            "sealed_notice_address", flat=True
        ):
            with suppress(SealingError):  # the case shows that it was changed
                notify_sealed_address(bytes(sealed), now=now)

    draft = Draft(Kind.MESSAGE, {"text": text.reveal()})
    append_by_member(case_id, [draft], by=by, now=now, also=tell)


def note(case_id: UUID, text: Secret, *, by: SignedIn, now: datetime) -> None:
    """Keep a note that the reporter does not see."""
    append_by_member(case_id, [Draft(Kind.NOTE, {"text": text.reveal()})], by=by, now=now)


def close(case_id: UUID, closing: Closing, *, by: SignedIn, now: datetime) -> None:
    """Close the case with a finding and a last word; "no action, recorded" is one (S2).

    What was found and the term that follows stay among the readers, unless the reporter is to be
    told. The day on which the case is erased is for both sides.
    """
    term = term_of(case_visible_to(by, case_id).dossier, closing.finding, now=now)
    told = {"finding": closing.finding.value} if closing.is_told else {}
    day = erased_on(term, now=now).isoformat()
    drafts = [Draft(Kind.FOUND, term.to_body()), Draft(Kind.CLOSED, {"erase_on": day, **told})]
    if closing.last_word:
        drafts.insert(0, Draft(Kind.MESSAGE, {"text": closing.last_word.reveal()}))
    append_by_member(case_id, drafts, by=by, now=now)


def reopen(case_id: UUID, *, by: SignedIn, now: datetime) -> None:
    append_by_member(case_id, [Draft(Kind.REOPENED)], by=by, now=now)


def append_by_member(
    case_id: UUID,
    drafts: Sequence[Draft],
    *,
    by: SignedIn,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> None:
    """Add entries as a reader of the case, and keep its cover up to date."""
    opened: list[OpenCase] = []

    def load() -> Dossier:
        opened.append(case_visible_to(by, case_id))
        return opened[-1].dossier

    def cover(dossier: Dossier, added: Sequence[OpenEntry]) -> bytes:
        folded = dossier.cover
        for entry in added:
            folded = folded.after(entry)
        return seal_cover(folded, dossier.access.epoch, private=opened[-1].key.to_bytes())

    writer = member_writer(by.member.id, by.keys.signing)
    act = Act(
        load=load,
        writer=writer,
        seal_cover=cover,
        also=also,
        has_prepared=partial(drop_leavers, writer=writer, now=now),
    )
    append(act, drafts, now=now)
