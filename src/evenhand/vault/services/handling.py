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
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.cover_codec import seal_cover
from evenhand.vault.errors import TooBusy
from evenhand.vault.models import Receipt
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.terms import erased_on, term_of
from evenhand.vault.services.epochs import Turn, catch_up, drop_leavers, turn
from evenhand.vault.services.erasing import shred_entries
from evenhand.vault.services.recoverable import keep_recoverable
from evenhand.vault.services.writing import Act, append_as_it_stands
from evenhand.vault.values.dossiers import Dossier, OpenCase
from evenhand.vault.values.entries import Draft, Kind, OpenEntry, member_writer
from evenhand.vault.values.findings import Closing

SAME_OPENING = timedelta(hours=12)
_TRIES = 8


def log_opening(case: OpenCase, *, by: SignedIn, now: datetime) -> OpenCase:
    """Record that a member has the case open (D2), once in twelve hours; catch up older epochs.

    Readers who have left the organisation, or whose terms are over, drop out of it first (B15), and
    a case that was not judged for the present recovery key is judged now (D12).
    """
    writer = member_writer(by.member.id, by.keys.signing)
    if drop_leavers(case.dossier, writer=writer, now=now):
        case = case_visible_to(by, case.dossier.case_id)
    case = keep_recoverable(case, by=by, now=now)
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


def close(case_id: UUID, closing: Closing, *, by: SignedIn, now: datetime) -> bool:
    """Close the case with a finding and a last word; "no action, recorded" is one (S2).

    Whoever stood in for the leads loses it in the same act (S23), unless nobody else would be left.
    Gives back whether the member who closed it still reads it. Raises NotVisible, TooBusy.
    """
    drafts = _closing_drafts(case_visible_to(by, case_id).dossier, closing, now=now)
    for _ in range(_TRIES):
        dossier = _closed_unless_somebody_stands_in(case_id, drafts, by=by, now=now)
        if dossier is None:
            return True
        with suppress(TooBusy):  # it is looked at anew
            return _closed_without_stand_ins(dossier, drafts, by=by, now=now)
    raise TooBusy


def _closing_drafts(dossier: Dossier, closing: Closing, *, now: datetime) -> list[Draft]:
    """What was found and the term that follows stay among the readers, unless the reporter is told.

    The day on which the case is erased is for both sides.
    """
    term = term_of(dossier, closing.finding, now=now)
    told = {"finding": closing.finding.value} if closing.is_told else {}
    day = erased_on(term, now=now).isoformat()
    drafts = [Draft(Kind.FOUND, term.to_body()), Draft(Kind.CLOSED, {"erase_on": day, **told})]
    if closing.last_word:
        drafts.insert(0, Draft(Kind.MESSAGE, {"text": closing.last_word.reveal()}))
    return drafts


def _closed_unless_somebody_stands_in(
    case_id: UUID, drafts: Sequence[Draft], *, by: SignedIn, now: datetime
) -> Dossier | None:
    """The case as it stands, and nothing written, where stand-ins have to go with the closing."""
    found: list[Dossier] = []

    def drafts_for(dossier: Dossier) -> Sequence[Draft]:
        found[:] = [dossier] if _is_without_stand_ins_possible(dossier) else []
        return [] if found else drafts

    write_by_member(case_id, drafts_for, by=by, now=now)
    return found[0] if found else None


def _closed_without_stand_ins(
    dossier: Dossier, drafts: Sequence[Draft], *, by: SignedIn, now: datetime
) -> bool:
    key, writer = ReadingKey.new(), member_writer(by.member.id, by.keys.signing)
    access = dossier.access.without_stand_ins(key=key.public)
    turn(dossier, Turn(access=access, key=key, writer=writer, first=drafts), now=now)
    return by.member.id in access.readers


def _is_without_stand_ins_possible(dossier: Dossier) -> bool:
    stand_ins = dossier.access.stand_ins
    return bool(stand_ins and dossier.handlers - stand_ins)


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
    write_by_member(case_id, lambda _: drafts, by=by, now=now, also=also)


def write_by_member(
    case_id: UUID,
    drafts_for: Callable[[Dossier], Sequence[Draft]],
    *,
    by: SignedIn,
    now: datetime,
    also: Callable[[], None] = lambda: None,
) -> None:
    """Add what the case as it stands calls for, which may be nothing."""
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
    append_as_it_stands(act, drafts_for, now=now)
