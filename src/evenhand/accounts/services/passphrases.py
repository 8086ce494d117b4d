"""What a passphrase must be, and how it is changed."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from functools import cache
from hmac import compare_digest

from django.db import transaction
from mnemonic import Mnemonic

from evenhand.accounts.errors import NotSure, PassphraseTooShort, WrongPassphrase
from evenhand.accounts.models import Member
from evenhand.accounts.services.factor_rows import factors_of, seal_factors
from evenhand.accounts.services.held import held_by
from evenhand.accounts.services.key_rings import new_salt, seal_keys, stretched, tidy
from evenhand.accounts.services.sessions import end_sessions_of, start_session
from evenhand.accounts.throttle import PASSPHRASE_TRIES
from evenhand.accounts.values import SignedIn
from evenhand.sealing.stretching import Stretched

LEAST_LENGTH = 12
_SUGGESTED_WORDS = 5  # 55 bits, behind a slow step and a pepper


def check_passphrase(passphrase: str) -> None:
    """Raises PassphraseTooShort. Length is the only rule: others make people predictable."""
    if len(tidy(passphrase)) < LEAST_LENGTH:
        raise PassphraseTooShort


def suggest_passphrase() -> str:
    return " ".join(secrets.choice(_words()) for _ in range(_SUGGESTED_WORDS))


def confirm_passphrase(member: Member, passphrase: str, *, now: datetime) -> Stretched:
    """Check the passphrase of somebody signed in. Raises WrongPassphrase."""
    is_admitted = PASSPHRASE_TRIES.admits(member.address, now=now)
    key = stretched(passphrase, salt=bytes(member.salt))
    if not compare_digest(key.verifier, member.verifier) or not is_admitted:
        raise WrongPassphrase
    PASSPHRASE_TRIES.forget(member.address)
    return key


def change_passphrase(signed_in: SignedIn, old: str, new: str, *, now: datetime) -> str:
    """Seal the same keys and second steps under a new passphrase; return a new token.

    All other sessions end. Raises NotSure, WrongPassphrase or PassphraseTooShort.
    """
    if not signed_in.is_sure(now):
        raise NotSure
    check_passphrase(new)
    old_key = confirm_passphrase(signed_in.member, old, now=now)
    salt = new_salt()
    new_key = stretched(new, salt=salt)
    held = replace(held_by(signed_in), passphrase_key=new_key.key)
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=signed_in.member.pk)
        if member.verifier != old_key.verifier:  # changed in another window meanwhile
            raise WrongPassphrase
        factors = factors_of(member, key=old_key.key)
        member.salt = salt
        member.verifier = new_key.verifier
        member.sealed_keys = seal_keys(held.keys, of=member.id, key=new_key.key)
        member.sealed_factors = seal_factors(factors, of=member.id, key=new_key.key)
        member.save(update_fields=["salt", "verifier", "sealed_keys", "sealed_factors"])
        end_sessions_of(member)
        return start_session(held.to_bytes(), member=member, now=now)


@cache
def _words() -> tuple[str, ...]:
    return tuple(Mnemonic("english").wordlist)
