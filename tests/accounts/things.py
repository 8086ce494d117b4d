"""What tests of accounts need besides `tests.make`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evenhand.accounts.models import Member
from evenhand.accounts.services.enrolling import add_app, offer_second_step
from evenhand.accounts.services.held import signed_in_by
from evenhand.accounts.services.sessions import resume_session
from evenhand.accounts.services.signing_in import sign_in
from evenhand.accounts.values import SignedIn
from evenhand.sealing.one_time import OneTimeSecret, code_at
from tests import make
from tests.make import NOW, PASSPHRASE


@dataclass(frozen=True, slots=True)
class WithApp:
    """A member after adding an app."""

    member: Member
    token: str
    secret: OneTimeSecret
    recovery_codes: tuple[str, ...]

    def code(self, now: datetime) -> str:
        return code_at(now, secret=self.secret)


def back(token: str, now: datetime = NOW) -> SignedIn:
    """Whoever comes with this cookie."""
    session = resume_session(token, now=now)
    assert session is not None
    signed_in = signed_in_by(session)
    assert signed_in is not None
    return signed_in


def entered(member: Member, now: datetime = NOW) -> str:
    """The cookie after a sign-in with the passphrase."""
    return sign_in(member.address, PASSPHRASE, now=now)


def easy_member() -> Member:
    """A member who may do without a second step."""
    return make.member(make.organisation())


def strict_member() -> Member:
    """A member who must use a second step and has none yet."""
    member = easy_member()
    member.must_use_second_factor = True
    member.save(update_fields=["must_use_second_factor"])
    return member


def with_app(member: Member) -> WithApp:
    """The member adds an app right after signing in."""
    token = entered(member)
    secret = offer_second_step(back(token), now=NOW).secret
    enrolled = add_app(back(token), code_at(NOW, secret=secret), now=NOW)
    return WithApp(member, enrolled.token, secret, enrolled.recovery_codes)
