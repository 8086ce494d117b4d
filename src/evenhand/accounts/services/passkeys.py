"""Passkeys as a second step. They prove who holds the device; they open no keys.

The credential's public half is all that is kept of what the browser answers: a whole answer may
hold secrets of the device. No extension is asked for.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from evenhand.accounts.errors import FactorRefused
from evenhand.accounts.models import Member
from evenhand.accounts.services.factor_rows import Factors, Passkey

_SITE_NAME = "Rota"  # neutral: it shows in the device's list of passkeys
# What the library raises for bytes that are no answer at all, found by feeding it such.
_NO_ANSWER = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
_PREFERRED = UserVerificationRequirement.PREFERRED


def passkeys_are_possible() -> bool:
    """Browsers give passkeys to names only, never to a bare IP address."""
    try:
        ip_address(settings.ORIGIN.hostname or "")
    except ValueError:
        return True
    return False


def creation_options(member: Member, factors: Factors) -> tuple[str, str]:
    """What the browser needs to make a passkey, and what to keep until it answers."""
    user = PublicKeyCredentialUserEntity(
        id=member.id.bytes, name=member.address, display_name=member.name
    )
    options, state = _server().register_begin(
        user, credentials=_credentials(factors), user_verification=_PREFERRED
    )
    return json.dumps(dict(options)), json.dumps(state)


def new_passkey(answer: str, *, name: str, challenge: str) -> Passkey:
    """The passkey that the browser made. Raises FactorRefused."""
    try:
        made = _server().register_complete(json.loads(challenge), _parsed(answer))
    except _NO_ANSWER as error:
        raise FactorRefused from error
    return Passkey(
        id=secrets.token_hex(8), name=name, credential=bytes(made.credential_data or b"").hex()
    )


def request_options(factors: Factors) -> tuple[str, str]:
    """What the browser needs to use a passkey, and what to keep until it answers."""
    options, state = _server().authenticate_begin(
        _credentials(factors), user_verification=_PREFERRED
    )
    return json.dumps(dict(options)), json.dumps(state)


def check_passkey(answer: str, factors: Factors, *, challenge: str) -> None:
    """Raises FactorRefused unless one of the member's passkeys answered this challenge."""
    try:
        _server().authenticate_complete(
            json.loads(challenge), _credentials(factors), _parsed(answer)
        )
    except _NO_ANSWER as error:
        raise FactorRefused from error


def _server() -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=settings.ORIGIN.hostname or "", name=_SITE_NAME)
    return Fido2Server(entity, verify_origin=_is_our_origin)


def _is_our_origin(origin: str) -> bool:
    """Our very origin: a sister site under the same domain may not pass answers on."""
    return origin.lower() == f"{settings.ORIGIN.scheme}://{settings.ORIGIN.netloc}".lower()


def _credentials(factors: Factors) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes.fromhex(one.credential)) for one in factors.passkeys]


def _parsed(answer: str) -> Mapping[str, Any]:
    """A browser's answer, which may be anything at all."""
    told = json.loads(answer)
    if not isinstance(told, dict):
        raise FactorRefused
    return told
