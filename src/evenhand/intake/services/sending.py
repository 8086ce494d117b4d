"""Send a draft: the one moment in which a report leaves its form (S5, S7, D1)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from evenhand.directory.models import Space
from evenhand.intake.errors import NobodyToRead, NothingTold, OthersWouldRead
from evenhand.intake.queries.mentions import withheld_from
from evenhand.intake.queries.readers import (
    Destination,
    are_stand_ins,
    destination_of,
    promise_of,
)
from evenhand.intake.services.handing_over import hand_over
from evenhand.intake.services.visits import begin_visit_after_sending
from evenhand.intake.values.answers import Answers
from evenhand.intake.values.drafts import Draft
from evenhand.intake.values.handed_over import HandedOver
from evenhand.intake.values.sent import Sent
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.receipts import ReceiptKeys
from evenhand.vault.services.opening import Opening, open_case
from evenhand.vault.values.report import Channel, Promise, Report


def send(draft: Draft, space: Space, *, has_seen_readers: bool, now: datetime) -> str | HandedOver:
    """Open a case from the draft, and a visit that shows its code; gives back the visit's cookie.

    Twice gives one case: its receipt was made before. Or hand it over to somebody outside, when
    nobody here is left to read it, or is to (P2). What to tell the reporter at once stands in the
    visit the first time only; afterwards the report itself says it. Raises NothingTold,
    NobodyToRead, and OthersWouldRead when it would go to people whom the reporter has seen on no
    page yet (D2); then nothing was written and nobody was told.
    """
    answers = draft.answers
    if not answers.what_happened:
        raise NothingTold
    withheld = withheld_from(space, answers)
    goes_to = destination_of(space, answers, withheld, now=now)
    if goes_to.is_nobody:
        raise NobodyToRead
    if not _is_seen(draft, space, goes_to, has_seen_readers=has_seen_readers, now=now):
        raise OthersWouldRead
    promise = promise_of(space, now=now)
    report = _report(answers, space, promise)
    if goes_to.outside is not None:
        return hand_over(draft, space, report, to=goes_to.outside, now=now)
    opening = Opening(
        organisation=space.organisation,
        keys=ReceiptKeys.from_seed(draft.seed, site=settings.SITE_SECRETS.site),
        report=report,
        identity=answers.identity,
        readers=[reader.member for reader in goes_to.readers],
        excluded=withheld.certain,
        doubtful=withheld.doubtful,
        sealed_notice_address=seal_notice_address(answers.notice_address.reveal()),
    )
    sent = Sent(
        space=space.slug,
        readers=tuple(reader.name for reader in goes_to.readers),
        acknowledge_by=promise.acknowledge_by,
        outcome_by=promise.outcome_by,
        is_urgent=report.is_urgent,
    )
    return _opened(draft, opening, sent, now=now)


def _opened(draft: Draft, opening: Opening, sent: Sent, *, now: datetime) -> str:
    """The visit begins in the transaction that opens the case: one wait for the disk."""
    cookies: list[str] = []

    def begin_visit() -> None:
        cookies.append(begin_visit_after_sending(draft, sent, now=now))

    if open_case(opening, now=now, also=begin_visit):
        return cookies[0]
    return begin_visit_after_sending(draft, None, now=now)


def _is_seen(
    draft: Draft, space: Space, goes_to: Destination, *, has_seen_readers: bool, now: datetime
) -> bool:
    """Whether it goes to whom the reporter has seen, also when that changed in between (D2)."""
    goes_outside = goes_to.outside is not None
    if has_seen_readers:
        return goes_outside == draft.shows_outside
    usual = not are_stand_ins(space, draft.answers, goes_to.readers, now=now)
    return usual and not goes_outside


def _report(answers: Answers, space: Space, promise: Promise) -> Report:
    return Report(
        channel=Channel.WEB,
        space_name=space.name,
        promise=promise,
        what_happened=answers.what_happened,
        danger=answers.danger,
        people=answers.people,
        witnesses=answers.witnesses,
        when=answers.when,
        where=answers.where,
        ongoing=answers.ongoing,
        circumstances=answers.circumstances,
        concerns=answers.concerns,
        wishes=answers.wishes,
        other_wish=answers.other_wish,
        please_do_not=answers.please_do_not,
    )
