"""Each member remembers the roster as they last saw it, sealed under their own passphrase (A18).

Whoever writes the database can put the whole roster back to an older state, and every line of it
holds. But it lacks what somebody has seen.
"""

from __future__ import annotations

from dataclasses import replace

from evenhand.accounts.errors import KeysDoNotMatch
from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import roster_of
from evenhand.accounts.roster import Roster
from evenhand.accounts.roster_lines import Head
from evenhand.accounts.services.factor_rows import Factors, change_factors
from evenhand.accounts.services.factors import factors_held_by
from evenhand.accounts.values import SignedIn
from evenhand.sealing.chain import START
from evenhand.sealing.envelope import DataKey


def remember_roster(member: Member, factors: Factors, *, key: DataKey) -> None:
    """Move on to the newest line, if all that was seen before is still there."""
    roster = roster_of(member.organisation_id)
    head = roster.head
    if not roster.is_whole or not roster.extends(_seen(factors)) or _seen(factors) == head:
        return

    def moved_on(newest: Factors) -> Factors:
        return replace(newest, roster_position=head.position, roster_link=head.link.hex())

    change_factors(member, moved_on, key=key)


def has_lost_lines(roster: Roster, *, seen_by: SignedIn) -> bool:
    """Whether the roster lacks lines that this member has seen, or hides what they have seen."""
    try:
        return not roster.extends(_seen(factors_held_by(seen_by)))
    except KeysDoNotMatch:
        return True


def _seen(factors: Factors) -> Head:
    link = bytes.fromhex(factors.roster_link) or START
    return Head(factors.roster_position, link)
