"""One-time codes of an authenticator app (RFC 6238): six digits, new every 30 seconds."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from hmac import compare_digest
from typing import NewType

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

OneTimeSecret = NewType("OneTimeSecret", bytes)

DIGITS = 6
_SECRET_BYTES = 20
_STEP_SECONDS = 30
_STEPS_OFF = 1  # a clock may be half a minute wrong, or the typing slow


def new_one_time_secret() -> OneTimeSecret:
    return OneTimeSecret(secrets.token_bytes(_SECRET_BYTES))


def code_at(now: datetime, *, secret: OneTimeSecret) -> str:
    """What the app shows at this moment."""
    return _code(_step_at(now), secret)


def step_of(code: str, *, secret: OneTimeSecret, now: datetime, after: int) -> int | None:
    """The number of the half minute this code belongs to, or None when it is not good now.

    Codes of `after` and before are refused, so that an overheard code cannot be used again.
    """
    current = _step_at(now)
    found = None
    for step in range(current - _STEPS_OFF, current + _STEPS_OFF + 1):
        if compare_digest(_code(step, secret).encode(), code.encode()) and step > after:
            found = step
    return found


def spell_secret(secret: OneTimeSecret) -> str:
    """The secret as text to type into an app, in groups of four."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def enrolment_uri(secret: OneTimeSecret, *, account: str, issuer: str) -> str:
    """What the QR code for the app says."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def _code(step: int, secret: OneTimeSecret) -> str:
    return _totp(secret).generate(step * _STEP_SECONDS).decode()


def _step_at(now: datetime) -> int:
    return int(now.timestamp()) // _STEP_SECONDS


def _totp(secret: OneTimeSecret) -> TOTP:
    # Apps know SHA-1 only; as an HMAC over a counter it is not weakened by collisions.
    return TOTP(secret, DIGITS, SHA1(), _STEP_SECONDS)  # noqa: S303
