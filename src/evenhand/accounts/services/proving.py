"""Show that it is you: the second step at sign-in, and again before what needs to be sure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from evenhand.accounts.errors import FactorRefused
from evenhand.accounts.services.codes import use_code
from evenhand.accounts.services.factor_rows import change_factors
from evenhand.accounts.services.factors import factors_held_by
from evenhand.accounts.services.held import held_by
from evenhand.accounts.services.passkeys import (
    check_passkey,
    passkeys_are_possible,
    request_options,
)
from evenhand.accounts.services.passphrases import confirm_passphrase
from evenhand.accounts.services.sessions import replace_payload, rotate_session
from evenhand.accounts.throttle import FACTOR_TRIES
from evenhand.accounts.values import Proof, ProofKind, SignedIn, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a member may answer to show that it is them."""

    passkey_options: str = field(repr=False)  # JSON; empty without a passkey
    takes_code: bool
    takes_passphrase: bool


def ask_for_proof(signed_in: SignedIn) -> Question:
    """The ways open to this member; a passkey's challenge is kept until it is answered."""
    factors = factors_held_by(signed_in)
    options = ""
    if factors.passkeys and passkeys_are_possible():
        options, challenge = request_options(factors)
        kept = replace(held_by(signed_in), challenge=challenge)
        replace_payload(signed_in.session, kept.to_bytes())
    return Question(
        passkey_options=options,
        takes_code=factors.are_there,
        takes_passphrase=not factors.are_there and signed_in.stage is Stage.FULL,
    )


def step_up(signed_in: SignedIn, proof: Proof, *, now: datetime) -> str:
    """Check the proof and return the session's new token. It is sure for ten minutes.

    Raises FactorRefused or WrongPassphrase.
    """
    name = signed_in.member.id.hex
    if not FACTOR_TRIES.admits(name, now=now) or signed_in.stage is Stage.NEEDS_ENROLMENT:
        raise FactorRefused
    _check(signed_in, proof, now)
    FACTOR_TRIES.forget(name)
    kept = replace(held_by(signed_in), stage=Stage.FULL, stepped_up_at=now, challenge="")
    return rotate_session(replace(signed_in.session, payload=kept.to_bytes()), now=now)


def _check(signed_in: SignedIn, proof: Proof, now: datetime) -> None:
    member, held = signed_in.member, held_by(signed_in)
    match proof.kind:
        case ProofKind.CODE:
            change_factors(
                member,
                lambda factors: use_code(proof.answer, factors, of=member.id, now=now),
                key=held.passphrase_key,
            )
        case ProofKind.PASSKEY:
            check_passkey(proof.answer, factors_held_by(signed_in), challenge=held.challenge)
        case ProofKind.PASSPHRASE:
            if factors_held_by(signed_in).are_there or signed_in.stage is not Stage.FULL:
                raise FactorRefused  # a passphrase is no second step
            confirm_passphrase(member, proof.answer, now=now)
