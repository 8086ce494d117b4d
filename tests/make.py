"""Build what a test needs, through the same services that people use.

Three standing people: Ada is on the case, Ben is a member who must not know of it, Cay is
outside (no member at all, or of another organisation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from django.conf import settings
from django.test import Client

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import joining
from evenhand.accounts.services.confirming import confirm_member
from evenhand.accounts.services.held import signed_in_by
from evenhand.accounts.services.joining import create_member, invite
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import SignedIn
from evenhand.casework.services.joining import join
from evenhand.directory.models import Duty, Organisation, Role, RoleKind, Space, SpaceKind
from evenhand.notices.services import seal_notice_address
from evenhand.sealing.receipts import Receipt, ReceiptKeys, keys_of, new_receipt
from evenhand.sealing.secret import Secret
from evenhand.vault.queries.visits import visit
from evenhand.vault.services.opening import Opening, open_case
from evenhand.vault.values.dossiers import Visit
from evenhand.vault.values.findings import Closing, Finding
from evenhand.vault.values.report import Channel, Danger, Identity, Promise, Report

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSPHRASE = "quiet harbour seven lanterns"

_numbers = count(1)


def organisation(name: str = "Harbour Society") -> Organisation:
    return Organisation.objects.create(
        name=name, country="DE", outside_contact="Ombuds office, +49 30 000000"
    )


def space(of: Organisation, name: str = "Harbour Days") -> Space:
    return Space.objects.create(
        organisation=of,
        slug=f"harbour-{next(_numbers)}",
        name=name,
        kind=SpaceKind.CONFERENCE,
        country="DE",
        place="Kiel",
        time_zone="Europe/Berlin",
    )


def member(of: Organisation, name: str = "Ada") -> Member:
    address = f"{name.casefold().replace(' ', '.')}{next(_numbers)}@harbour.example"
    return create_member(of, name, address, passphrase=PASSPHRASE, now=NOW)


def newcomer(of: Organisation, name: str = "Kit") -> Member:
    """Somebody who has accepted an invitation and waits for two members to confirm them."""
    address = f"{name.casefold()}{next(_numbers)}@harbour.example"
    invitation = invite(of, name, address, must_use_second_factor=False, now=NOW)
    return join(invitation.token, PASSPHRASE, now=NOW)


def confirmed(of: Organisation, name: str, *, by: Sequence[SignedIn]) -> Member:
    """Somebody who joined and whom these have confirmed."""
    member = newcomer(of, name)
    for each in by:
        confirm_member(member.id, joining(member).fingerprint, by=each, now=NOW)
    member.refresh_from_db()
    return member


def role(of: Member, kind: RoleKind, *, space: Space | None = None) -> Role:
    return Role.objects.create(
        member=of, space=space, kind=kind, starts_on=(NOW - timedelta(days=900)).date()
    )


def duty(of: Member, space: Space, *, now: datetime = NOW) -> Duty:
    return Duty.objects.create(
        member=of,
        space=space,
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(hours=6),
    )


def signed_in(member: Member, *, now: datetime = NOW) -> SignedIn:
    """The member with their keys, as after a sign-in with the passphrase."""
    token = sign_in(member.address, PASSPHRASE, now=now)
    session = resume_session(token, now=now)
    assert session is not None
    found = signed_in_by(session)
    assert found is not None
    return found


def browser_of(member: Member, *, now: datetime = NOW) -> Client:
    """A browser in which the member has just signed in."""
    client = Client()
    client.cookies["desk"] = sign_in(member.address, PASSPHRASE, now=now)
    return client


def receipt_keys(receipt: Receipt | None = None) -> ReceiptKeys:
    return keys_of(
        receipt or new_receipt(),
        pepper=settings.SITE_SECRETS.pepper,
        site=settings.SITE_SECRETS.site,
        cost=settings.KDF_COSTS["receipt"],
    )


def report(text: str = "Somebody kept following me.", *, danger: Danger = Danger.UNSAID) -> Report:
    promise = Promise(
        acknowledge_by=NOW + timedelta(days=7),
        outcome_by=NOW + timedelta(days=7),
        policy_version="test",
    )
    return Report(
        channel=Channel.WEB,
        space_name="Harbour Days",
        promise=promise,
        what_happened=Secret(text),
        danger=danger,
    )


def closing(
    last_word: str = "", finding: Finding = Finding.RECORDED, *, is_told: bool = False
) -> Closing:
    return Closing(finding=finding, last_word=Secret(last_word), is_told=is_told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report that was sent, and the reporter's way back."""

    opening: Opening
    receipt: Receipt
    keys: ReceiptKeys
    visit: Visit


def case(  # noqa: PLR0913 (what a report may come with)
    readers: Sequence[Member],
    *,
    text: str = "Somebody kept following me.",
    excluded: Sequence[Member] = (),
    doubtful: Sequence[Member] = (),
    identity: Identity | None = None,
    now: datetime = NOW,
) -> Sent:
    """A report as the web form sends it."""
    receipt = new_receipt()
    keys = receipt_keys(receipt)
    opening = Opening(
        organisation=readers[0].organisation,
        keys=keys,
        report=report(text),
        identity=identity or Identity(),
        readers=readers,
        excluded=[member.id for member in excluded],
        doubtful=[member.id for member in doubtful],
        sealed_notice_address=seal_notice_address(""),
    )
    open_case(opening, now=now)
    return Sent(opening=opening, receipt=receipt, keys=keys, visit=visit(keys))
