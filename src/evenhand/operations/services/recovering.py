"""Hand out what the holders of the recovery key need, and take in what they grant (D12)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from evenhand.accounts.errors import AccountsError
from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import own_keys, roster_of
from evenhand.accounts.services.confirming import join_by_recovery
from evenhand.directory.models import Organisation
from evenhand.operations.errors import NoRecoveryKey, NotGranted, WhichOrganisation
from evenhand.sealing.recovery_keys import RecoveryPublic
from evenhand.vault.queries.bundles import slots_to_hand_over
from evenhand.vault.services.letting_in import let_in
from evenhand.vault.values.handing_over import Bundle, Grant, Newcomer


def make_bundle(name: str) -> Bundle:
    """For the organisation of that name, or the only one. Raises WhichOrganisation, NoRecoveryKey.

    Whoever has joined and stands on no roster waits to be let in.
    """
    organisation = _organisation_called(name)
    roster = roster_of(organisation.id)
    if roster.recovery is None:
        raise NoRecoveryKey
    members = Member.objects.filter(
        organisation=organisation, joined_on__isnull=False, left_on=None
    ).order_by("name", "id")
    return Bundle(
        site=settings.SITE_SECRETS.site,
        organisation_id=organisation.id,
        organisation=organisation.name,
        key=RecoveryPublic(roster.recovery.reading, roster.recovery.verify),
        newcomers=tuple(
            Newcomer(id=member.id, name=member.name, keys=own_keys(member))
            for member in members
            if member.id not in roster.names
        ),
        slots=slots_to_hand_over(organisation.id),
    )


def take_in(grant: Grant, *, now: datetime) -> str:
    """Let in whom the recovery key lets in; their name. Raises NotGranted."""
    member = Member.objects.filter(
        pk=grant.member_id,
        organisation_id=grant.organisation_id,
        joined_on__isnull=False,
        left_on=None,
    ).first()
    if member is None:
        raise NotGranted
    try:
        with transaction.atomic():
            join_by_recovery(member.id, grant.for_roster, now=now)
            let_in(grant, member, now=now)
    except AccountsError as error:
        raise NotGranted from error
    return member.name


def _organisation_called(name: str) -> Organisation:
    found = list(Organisation.objects.filter(name=name) if name else Organisation.objects.all()[:2])
    if len(found) != 1:
        raise WhichOrganisation
    return found[0]
