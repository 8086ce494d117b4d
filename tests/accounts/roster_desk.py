"""Three founders and somebody who waits to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import (
    joining,
    roster_of,
)
from evenhand.accounts.roster_lines import Signature, Statement
from evenhand.accounts.services.confirming import (
    confirm_member,
)
from evenhand.accounts.services.joining import invite
from evenhand.accounts.values import Invitation, SignedIn
from evenhand.directory.models import Organisation
from tests import make
from tests.make import NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Three founders, and Kit, who waits."""

    society: Organisation
    ada: SignedIn
    ben: SignedIn
    dee: SignedIn
    kit: Member

    @property
    def is_whole(self) -> bool:
        return roster_of(self.society.id).is_whole

    def signs(self, who: SignedIn, statement: Statement) -> Signature:
        return statement.signed(who.keys.signing, by=who.member.id)


def a_desk() -> Desk:
    society = make.organisation()
    ada, ben, dee = (make.signed_in(make.member(society, name)) for name in ("Ada", "Ben", "Dee"))
    kit = make.newcomer(society, "Kit")
    return Desk(society=society, ada=ada, ben=ben, dee=dee, kit=kit)


def confirm(member: Member, by: SignedIn) -> bool:
    return confirm_member(member.id, joining(member).fingerprint, by=by, now=NOW)


def invited(society: Organisation, address: str = "lou@x.example") -> Invitation:
    return invite(
        society, address.partition("@")[0], address, must_use_second_factor=False, now=NOW
    )
