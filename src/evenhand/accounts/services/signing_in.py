"""Sign in with one slow step.

A wrong passphrase, an unknown address, an invitation not yet accepted, a member who left and
too many tries all give the same sentence after the same query and the same slow step.
"""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from django.conf import settings

from evenhand.accounts.addresses import normalised
from evenhand.accounts.errors import SignInRefused
from evenhand.accounts.models import Member
from evenhand.accounts.queries.members import member_at
from evenhand.accounts.services.factor_rows import Factors, factors_of
from evenhand.accounts.services.held import Held
from evenhand.accounts.services.key_rings import SALT_BYTES, open_keys, stretched
from evenhand.accounts.services.remembering import remember_roster
from evenhand.accounts.services.sessions import start_session
from evenhand.accounts.throttle import PASSPHRASE_TRIES
from evenhand.accounts.values import Stage
from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.stretching import Stretched

_VERIFIER_OF_NOBODY = "0" * 64


def sign_in(address: str, passphrase: str, *, now: datetime) -> str:
    """The token of a new session. Raises SignInRefused."""
    address = normalised(address)
    is_admitted = PASSPHRASE_TRIES.admits(address, now=now)
    member = member_at(address)
    known = member if member is not None and member.is_active else None
    salt = bytes(known.salt) if known is not None else _salt_of_nobody(address)
    key = stretched(passphrase, salt=salt)
    expected = known.verifier if known is not None else _VERIFIER_OF_NOBODY
    is_right = compare_digest(key.verifier, expected)
    if known is None or not is_right or not is_admitted:
        raise SignInRefused
    PASSPHRASE_TRIES.forget(address)
    return _start(known, key, now)


def _start(member: Member, key: Stretched, now: datetime) -> str:
    factors = factors_of(member, key=key.key)
    stage = _first_stage(member, factors)
    held = Held(
        keys=open_keys(member, key=key.key),
        passphrase_key=key.key,
        stage=stage,
        # Whoever has no second step has just shown all that they can show.
        stepped_up_at=now if stage is Stage.FULL else None,
    )
    remember_roster(member, factors, key=key.key)
    return start_session(held.to_bytes(), member=member, now=now)


def _first_stage(member: Member, factors: Factors) -> Stage:
    if factors.are_there:
        return Stage.NEEDS_FACTOR
    return Stage.NEEDS_ENROLMENT if member.must_use_second_factor else Stage.FULL


def _salt_of_nobody(address: str) -> bytes:
    """The same salt for the same unknown address, as a known one would have."""
    secrets = settings.SITE_SECRETS
    place = Place(Purpose.ACCOUNT_AUTH, secrets.site, (b"nobody",))
    return derive(address.encode(), place, length=SALT_BYTES, salt=secrets.pepper)
