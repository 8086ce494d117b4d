"""Invented cases at different stages, made the way people make them (D14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from evenhand.accounts.services.held import signed_in_by
from evenhand.accounts.services.sessions import end_session, resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import SignedIn
from evenhand.directory.models import Space
from evenhand.directory.queries import first_readers, space_called
from evenhand.intake.queries.readers import promise_of
from evenhand.notices.services import seal_notice_address
from evenhand.operations import practice_stories as stories
from evenhand.operations.practice import Account
from evenhand.operations.practice_stories import Story
from evenhand.operations.queries import practice_organisation
from evenhand.sealing.receipts import keys_of, new_receipt
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.visits import visit
from evenhand.vault.services.handling import close, log_opening, note, reply
from evenhand.vault.services.opening import Opening, open_case
from evenhand.vault.values.dossiers import Visit
from evenhand.vault.values.findings import Closing, Finding
from evenhand.vault.values.report import Channel, Report

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def create_practice_cases(accounts: Sequence[Account], *, now: datetime) -> None:
    """One closed with no action, one answered and waiting for the reporter, one new."""
    closed = _report(stories.SLIDE_JOKE, now=now - 6 * DAY)
    answered = _report(stories.FORUM_THREADS, now=now - 3 * DAY)
    _report(stories.LUNCH_QUEUE, now=now - 2 * HOUR)
    with _responder(accounts, now=now) as by:
        _read(closed, by=by, now=now - 5 * DAY)
        note(closed.case_id, stories.SLIDE_NOTE, by=by, now=now - 4 * DAY)
        ended = Closing(finding=Finding.RECORDED, last_word=stories.SLIDE_LAST_WORD)
        close(closed.case_id, ended, by=by, now=now - 3 * DAY)
        _read(answered, by=by, now=now - 2 * DAY)
        reply(answered.case_id, stories.FORUM_REPLY, by=by, now=now - 2 * DAY + HOUR)


def add_unread_cases(*, now: datetime) -> int:
    """New reports to practise with; count them. Raises NoPracticeOrganisation."""
    practice_organisation()
    for story in stories.DRILL:
        _report(story, now=now)
    return len(stories.DRILL)


def _report(story: Story, *, now: datetime) -> Visit:
    """Send it to whoever reads new reports of its space."""
    space = space_called(story.space)
    secrets = settings.SITE_SECRETS
    keys = keys_of(
        new_receipt(),
        pepper=secrets.pepper,
        site=secrets.site,
        cost=settings.KDF_COSTS["receipt"],
    )
    opening = Opening(
        organisation=space.organisation,
        keys=keys,
        report=_told(story, space, now=now),
        identity=story.identity,
        readers=[reader.member for reader in first_readers(space, now=now)],
        excluded=[],
        sealed_notice_address=seal_notice_address(""),
    )
    open_case(opening, now=now)
    return visit(keys)


def _told(story: Story, space: Space, *, now: datetime) -> Report:
    return Report(
        channel=Channel.WEB,
        space_name=space.name,
        promise=promise_of(space, now=now),
        what_happened=story.what_happened,
        danger=story.danger,
        people=story.people,
        witnesses=story.witnesses,
        when=story.when,
        where=story.where,
        ongoing=story.ongoing,
        concerns=story.concerns,
        wishes=story.wishes,
        please_do_not=story.please_do_not,
    )


@contextmanager
def _responder(accounts: Sequence[Account], *, now: datetime) -> Iterator[SignedIn]:
    """Somebody who reads all of them, signed in for as long as it takes."""
    on_duty = {reader.member for reader in first_readers(space_called("lantern-conf"), now=now)}
    account = next(account for account in accounts if account.member in on_duty)
    token = sign_in(account.member.address, account.passphrase, now=now)
    session = resume_session(token, now=now)
    signed_in = signed_in_by(session) if session else None
    if signed_in is None:
        message = "A session that was just opened is open."
        raise AssertionError(message)
    yield signed_in
    end_session(signed_in.session.token_hash)


def _read(case: Visit, *, by: SignedIn, now: datetime) -> None:
    log_opening(case_visible_to(by, case.case_id), by=by, now=now)
