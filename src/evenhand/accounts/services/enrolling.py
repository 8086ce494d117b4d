"""Add a second step: an authenticator app or a passkey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from evenhand.accounts.errors import FactorRefused, NotSure
from evenhand.accounts.services.codes import hashes_of, new_recovery_codes, plain_code
from evenhand.accounts.services.factor_rows import Factors, change_factors, factors_of
from evenhand.accounts.services.held import NO_SECRET, held_by
from evenhand.accounts.services.passkeys import (
    creation_options,
    new_passkey,
    passkeys_are_possible,
)
from evenhand.accounts.services.sessions import replace_payload, rotate_session
from evenhand.accounts.values import SignedIn, Stage
from evenhand.sealing.one_time import OneTimeSecret, new_one_time_secret, step_of

MOST_PASSKEYS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What somebody needs in order to add a second step."""

    secret: OneTimeSecret = field(repr=False)
    passkey_options: str = field(repr=False)  # JSON; empty where passkeys cannot be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A second step was added."""

    token: str = field(repr=False)  # the session's new one
    recovery_codes: tuple[str, ...] = field(repr=False)  # only when there were none before


def offer_second_step(signed_in: SignedIn, *, now: datetime) -> Offer:
    """The key for an app and a challenge for a passkey, kept in the session until answered."""
    check_may_change(signed_in, now=now)
    held = held_by(signed_in)
    options, challenge = "", ""
    if passkeys_are_possible():
        factors = factors_of(signed_in.member, key=held.passphrase_key)
        options, challenge = creation_options(signed_in.member, factors)
    secret = held.offered_secret or new_one_time_secret()
    kept = replace(held, offered_secret=secret, challenge=challenge)
    replace_payload(signed_in.session, kept.to_bytes())
    return Offer(secret=secret, passkey_options=options)


def add_app(signed_in: SignedIn, code: str, *, now: datetime) -> Enrolled:
    """Take the offered key into use once the app shows its code. Raises FactorRefused."""
    secret = held_by(signed_in).offered_secret
    step = step_of(plain_code(code), secret=secret, now=now, after=0) if secret else None
    if step is None:
        raise FactorRefused
    hexed = secret.hex()
    return _enrol(
        signed_in,
        lambda factors: replace(factors, one_time_secret=hexed, last_step=step),
        now=now,
    )


def add_passkey(signed_in: SignedIn, answer: str, *, name: str, now: datetime) -> Enrolled:
    """Take a new passkey into use. Raises FactorRefused."""
    passkey = new_passkey(answer, name=name, challenge=held_by(signed_in).challenge)

    def add(factors: Factors) -> Factors:
        if len(factors.passkeys) >= MOST_PASSKEYS:
            raise FactorRefused
        return replace(factors, passkeys=(*factors.passkeys, passkey))

    return _enrol(signed_in, add, now=now)


def check_may_change(signed_in: SignedIn, *, now: datetime) -> None:
    """Raises NotSure. Whoever has no second step yet and must have one may add the first."""
    is_sure = signed_in.stage is Stage.FULL and signed_in.is_sure(now)
    if not is_sure and signed_in.stage is not Stage.NEEDS_ENROLMENT:
        raise NotSure


def _enrol(signed_in: SignedIn, add: Callable[[Factors], Factors], *, now: datetime) -> Enrolled:
    check_may_change(signed_in, now=now)
    held, codes = held_by(signed_in), new_recovery_codes()
    hashes = hashes_of(codes, of=signed_in.member.id)

    def added(factors: Factors) -> Factors:
        if signed_in.stage is Stage.NEEDS_ENROLMENT and factors.are_there:
            # Added in another session meanwhile: this one knows the passphrase only.
            raise NotSure
        grown = add(factors)
        return grown if grown.recovery_hashes else replace(grown, recovery_hashes=hashes)

    changed = change_factors(signed_in.member, added, key=held.passphrase_key)
    kept = replace(
        held, stage=Stage.FULL, stepped_up_at=now, challenge="", offered_secret=NO_SECRET
    )
    session = replace(signed_in.session, payload=kept.to_bytes())
    return Enrolled(
        token=rotate_session(session, now=now),
        recovery_codes=codes if changed.recovery_hashes == hashes else (),
    )
