"""Codes that people type: those of an app, and recovery codes for when the device is lost.

Eight recovery codes are shown once; each is good once.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import replace
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from evenhand.accounts.errors import FactorRefused
from evenhand.accounts.services.factor_rows import Factors
from evenhand.sealing.deriving import derive
from evenhand.sealing.one_time import DIGITS, step_of
from evenhand.sealing.places import Place, Purpose

COUNT = 8
LENGTH = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def plain_code(typed: str) -> str:
    """The letters and digits that were meant, in any numeral script, spaces or not."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(str(unicodedata.decimal(char, char)) for char in plain if char.isalnum())


def use_code(typed: str, factors: Factors, *, of: UUID, now: datetime) -> Factors:
    """The second steps after this code was used up. Raises FactorRefused."""
    code = plain_code(typed)
    if len(code) == DIGITS:
        return _use_app_code(code, factors, now)
    return _use_recovery_code(code, factors, of)


def new_recovery_codes() -> tuple[str, ...]:
    return tuple(_new_code() for _ in range(COUNT))


def hashes_of(codes: tuple[str, ...], *, of: UUID) -> tuple[str, ...]:
    return tuple(_hash(plain_code(code), of) for code in codes)


def _use_app_code(code: str, factors: Factors, now: datetime) -> Factors:
    if factors.secret is None:
        raise FactorRefused
    step = step_of(code, secret=factors.secret, now=now, after=factors.last_step)
    if step is None:
        raise FactorRefused
    return replace(factors, last_step=step)


def _use_recovery_code(code: str, factors: Factors, of: UUID) -> Factors:
    used = _hash(code, of)
    left = tuple(known for known in factors.recovery_hashes if not compare_digest(known, used))
    if len(left) == len(factors.recovery_hashes):
        raise FactorRefused
    return replace(factors, recovery_hashes=left)


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def _hash(code: str, of: UUID) -> str:
    """Keyed with the pepper, on top of being sealed."""
    site = settings.SITE_SECRETS.site
    place = Place(Purpose.RECOVERY_CODE, site, (of.bytes,))
    return derive(code.encode(), place, salt=settings.SITE_SECRETS.pepper).hex()
