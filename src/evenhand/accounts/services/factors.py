"""List and take away second steps, and renew the recovery codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from evenhand.accounts.errors import FactorRefused, LastFactor
from evenhand.accounts.services.codes import hashes_of, new_recovery_codes
from evenhand.accounts.services.enrolling import check_may_change
from evenhand.accounts.services.factor_rows import Factors, change_factors, factors_of
from evenhand.accounts.services.held import held_by
from evenhand.accounts.values import SignedIn

APP = "app"  # names the authenticator app, as a passkey's id names the passkey


def factors_held_by(signed_in: SignedIn) -> Factors:
    """A member's second steps, for their own eyes."""
    return factors_of(signed_in.member, key=held_by(signed_in).passphrase_key)


def names_of_factors(signed_in: SignedIn) -> dict[str, str]:
    """How a member's second steps are called, by what `remove_factor` knows them by."""
    factors = factors_held_by(signed_in)
    return _app(factors) | {one.id: one.name for one in factors.passkeys}


def remove_factor(signed_in: SignedIn, name: str, *, now: datetime) -> None:
    """Take away the app or a passkey. Raises NotSure, or LastFactor when one is required."""
    check_may_change(signed_in, now=now)

    def without(factors: Factors) -> Factors:
        left = _without(name, factors)
        if left.are_there:
            return left
        if signed_in.member.must_use_second_factor:
            raise LastFactor
        return replace(left, recovery_hashes=())

    change_factors(signed_in.member, without, key=held_by(signed_in).passphrase_key)


def renew_recovery_codes(signed_in: SignedIn, *, now: datetime) -> tuple[str, ...]:
    """New recovery codes; the old ones are void. Raises NotSure, or FactorRefused."""
    check_may_change(signed_in, now=now)
    codes = new_recovery_codes()
    hashes = hashes_of(codes, of=signed_in.member.id)

    def renewed(factors: Factors) -> Factors:
        if not factors.are_there:
            raise FactorRefused
        return replace(factors, recovery_hashes=hashes)

    change_factors(signed_in.member, renewed, key=held_by(signed_in).passphrase_key)
    return codes


def _without(name: str, factors: Factors) -> Factors:
    if name == APP:
        return replace(factors, one_time_secret="")  # last_step stays: no code is good twice
    return replace(factors, passkeys=tuple(one for one in factors.passkeys if one.id != name))


def _app(factors: Factors) -> dict[str, str]:
    return {APP: "Authenticator app"} if factors.secret else {}
