"""An organisation with a recovery key, and what its holders do away from the server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import own_keys, roster_of
from evenhand.accounts.services.confirming import agree_to_recovery_key, join_by_recovery
from evenhand.accounts.values import PublicKeys, SignedIn
from evenhand.directory.models import Organisation
from evenhand.directory.services.sharing import keep_sharing
from evenhand.directory.values import Holder, Sharing
from evenhand.sealing.envelope import DataKey
from evenhand.sealing.recovery_keys import RecoveryKeys, RecoveryPublic
from evenhand.sealing.shares import combine, parse_share, split
from evenhand.vault.bundle_codec import (
    bundle_from_text,
    bundle_to_text,
    grant_from_text,
    grant_to_text,
)
from evenhand.vault.handing_over import grant_for
from evenhand.vault.queries.bundles import slots_to_hand_over
from evenhand.vault.services.dummies import give_dummy_slots
from evenhand.vault.services.entering import opened
from evenhand.vault.services.letting_in import let_in
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.handing_over import Bundle, Grant, Newcomer
from tests import make

KEYS = RecoveryKeys.from_secret(bytes(range(32)))
SHARES = split(DataKey(bytes(range(32))), needed=2, holders=3)
HOLDERS = (
    Holder(name="Grace Tidewater", handles=("@gracet",), addresses=("grace@outside.example",)),
    Holder(name="Iris Lindqvist", names=("Iris the Elder",)),
    Holder(name="Moses Okonkwo"),
)
PLAIN = "He waited by my door."
NAMES_A_HOLDER = "Grace Tidewater shouted at me."


def take_into_use(*members: SignedIn, key: RecoveryPublic = KEYS.public) -> None:
    """Two of these members sign the key; whoever joins from now on waits to be confirmed."""
    sharing = Sharing(key=key, holders=HOLDERS, entered_on=make.NOW.date())
    society_id = members[0].member.organisation_id
    keep_sharing(society_id, sharing)
    keys = PublicKeys(reading=key.reading, verify=key.verify)
    for member in members[:2]:
        agree_to_recovery_key(keys, by=member, now=make.NOW)
    assert roster_of(society_id).recovery == keys


@dataclass(frozen=True, kw_only=True)
class Lost:
    """Ada and Dee read two cases, one of which names a holder, and lost their passphrases.

    Eve has joined anew, and nobody can let her in.
    """

    society: Organisation
    ada: SignedIn
    dee: SignedIn
    eve: SignedIn
    plain: make.Sent
    shut: make.Sent


def lost() -> Lost:
    society = make.organisation()
    ada, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Dee"))
    take_into_use(ada, dee)
    plain = make.case([ada.member, dee.member], text=PLAIN)
    shut = make.case([ada.member, dee.member], text=NAMES_A_HOLDER)
    forget_passphrases(society)
    return Lost(
        society=society,
        ada=ada,
        dee=dee,
        eve=newcomer_called("Eve", society),
        plain=plain,
        shut=shut,
    )


def forget_passphrases(society: Organisation) -> None:
    """Nobody's private keys open any more."""
    Member.objects.filter(organisation=society).update(sealed_keys=b"", verifier="lost", salt=b"")


def newcomer_called(name: str, society: Organisation) -> SignedIn:
    eve = make.member(society, name)
    give_dummy_slots(eve)
    return make.signed_in(eve)


def bundle_of(society: Organisation, *members: Member) -> Bundle:
    bundle = Bundle(
        site=settings.SITE_SECRETS.site,
        organisation_id=society.id,
        organisation=society.name,
        key=KEYS.public,
        newcomers=tuple(newcomer(member) for member in members),
        slots=slots_to_hand_over(society.id),
    )
    return bundle_from_text(bundle_to_text(bundle))


def newcomer(member: Member) -> Newcomer:
    return Newcomer(id=member.id, name=member.name, keys=own_keys(member))


def granted(society: Organisation, member: Member, *, keys: RecoveryKeys | None = None) -> Grant:
    """What the holders send back, from two shares."""
    bundle = bundle_of(society, member)
    keys = keys or combine([parse_share(share) for share in SHARES[:2]], to=bundle.key)
    grant = grant_for(bundle.newcomers[0], bundle, keys=keys)
    return grant_from_text(grant_to_text(grant))


def recover(society: Organisation, member: SignedIn) -> None:
    take_in(granted(society, member.member), member)


def take_in(grant: Grant, member: SignedIn) -> None:
    """Onto the roster, unless they are there already, and into the cases."""
    if member.member.id not in roster_of(member.member.organisation_id).keys:
        join_by_recovery(member.member.id, grant.for_roster, now=make.NOW)
    let_in(grant, member.member, now=make.NOW)


def open_as(member: SignedIn, sent: make.Sent) -> Dossier:
    return opened(member, sent.visit.case_id, now=make.NOW).dossier


opened_now = partial(opened, now=make.NOW)


def ids(*sent: make.Sent) -> set[UUID]:
    return {each.visit.case_id for each in sent}
