"""How somebody becomes a member, and how they leave."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from evenhand.accounts.addresses import normalised
from evenhand.accounts.errors import AddressTaken, InvitationUnusable
from evenhand.accounts.models import Member
from evenhand.accounts.queries.members import invitation_hash, invited_member
from evenhand.accounts.roster_lines import Signature
from evenhand.accounts.services.factor_rows import Factors, seal_factors
from evenhand.accounts.services.key_rings import new_salt, seal_keys, stretched
from evenhand.accounts.services.passphrases import check_passphrase
from evenhand.accounts.services.roster import as_founder, found, is_founder, strike_off
from evenhand.accounts.services.sessions import end_sessions_of
from evenhand.accounts.values import Invitation, Keys

if TYPE_CHECKING:
    from evenhand.directory.models import Organisation

INVITED_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    organisation: Organisation,
    name: str,
    address: str,
    *,
    must_use_second_factor: bool,
    now: datetime,
) -> Invitation:
    """Make a member who may join with the one-time token. Raises AddressTaken."""
    member = Member(
        organisation=organisation,
        name=name.strip(),
        address=normalised(address),
        must_use_second_factor=must_use_second_factor,
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken from error
    return invite_again(member, now=now)


def invite_again(member: Member, *, now: datetime) -> Invitation:
    """A new token for somebody who has not joined yet; the one before is void."""
    token, may_found = secrets.token_urlsafe(32), is_founder(member)
    changed = Member.objects.filter(pk=member.pk, joined_on=None, left_on=None).update(
        invitation_hash=invitation_hash(token), invited_until=now + INVITED_FOR
    )
    if not changed:
        raise InvitationUnusable
    member.refresh_from_db()
    invitation = Invitation(member=member, token=token)
    return as_founder(invitation) if may_found else invitation


def accept_invitation(token: str, passphrase: str, *, now: datetime) -> Member:
    """Join: choose a passphrase and get both key pairs, sealed under it.

    A founder is on the roster at once; everybody else waits until two members confirm them.
    Raises InvitationUnusable, or PassphraseTooShort.
    """
    member = invited_member(token, now=now)
    check_passphrase(passphrase)
    salt, keys = new_salt(), Keys.new()
    key = stretched(passphrase, salt=salt)
    with transaction.atomic():
        joined = Member.objects.filter(
            pk=member.pk, joined_on=None, left_on=None, invitation_hash=invitation_hash(token)
        ).update(
            salt=salt,
            verifier=key.verifier,
            reading_key=keys.reading.public,
            verify_key=keys.signing.public,
            sealed_keys=seal_keys(keys, of=member.id, key=key.key),
            sealed_factors=seal_factors(Factors(), of=member.id, key=key.key),
            joined_on=now.date(),
            invitation_hash="",
            invited_until=None,
            founder_mark=b"",
        )
        if not joined:  # the same link, used twice at the same moment
            raise InvitationUnusable
        if is_founder(member):
            found(member, keys, now=now)
    member.refresh_from_db()
    return member


@transaction.atomic
def create_member(
    organisation: Organisation, name: str, address: str, *, passphrase: str, now: datetime
) -> Member:
    """A member of the practice organisation, who needs no second step."""
    invitation = invite(organisation, name, address, must_use_second_factor=False, now=now)
    as_founder(invitation)
    return accept_invitation(invitation.token, passphrase, now=now)


@transaction.atomic
def leave(member: Member, *, signatures: Iterable[Signature] = (), now: datetime) -> None:
    """Shut a member out for good. Their name and public keys stay: signatures need them.

    Their address is free again: somebody who has lost their passphrase joins anew with it.
    """
    Member.objects.filter(pk=member.pk).update(
        address=f"{member.pk.hex}@left.invalid",
        left_on=now.date(),
        sealed_keys=b"",
        sealed_factors=b"",
        invitation_hash="",
        founder_mark=b"",
    )
    strike_off(member, signatures, now=now)
    end_sessions_of(member)
    member.refresh_from_db()
