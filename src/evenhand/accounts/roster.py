"""The roster: who is a member, with which keys, as the members signed it (A18).

An append-only log. Each line follows from all lines before it, is signed by members who stand in
it at that point, and is sealed by the site: whoever writes the database alone can add, change,
move and drop nothing unseen. Only the newest lines can be cut off; that is seen by whoever
remembers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from evenhand.accounts.roster_lines import (
    RECOVERY,
    Head,
    Line,
    RosterKind,
    Signature,
    Statement,
)
from evenhand.accounts.values import PublicKeys

AGREE = 2  # as many members sign
_BEFORE_ANYBODY_JOINS = (RosterKind.FOUNDED, RosterKind.LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The members of an organisation, as far as the lines hold."""

    organisation_id: UUID
    lines: tuple[Line, ...] = ()  # those that were checked
    keys: Mapping[UUID, PublicKeys] = field(default_factory=dict)  # of those who have not left
    names: Mapping[UUID, str] = field(default_factory=dict)
    left_on: Mapping[UUID, date] = field(default_factory=dict)
    recovery: PublicKeys | None = None  # the newest recovery key
    broken_at: int = 0  # position of the first line that does not hold

    @property
    def left(self) -> frozenset[UUID]:
        return frozenset(self.left_on)

    @property
    def is_whole(self) -> bool:
        return not self.broken_at

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the lines themselves, in sentences."""
        if self.is_whole:
            return ()
        place = f"Line {self.broken_at} of the list is missing, was changed, or is not signed."
        return (f"{place} Nobody who joined there or later gets a new report.",)

    @property
    def head(self) -> Head:
        return self.lines[-1].head if self.lines else Head()

    @property
    def may_found(self) -> bool:
        """Founders come first: nobody founds once two members have signed for somebody."""
        return all(line.statement.kind in _BEFORE_ANYBODY_JOINS for line in self.lines)

    def extends(self, seen: Head) -> bool:
        """Whether it holds everything that somebody has seen."""
        if seen == Head():
            return True
        return 0 < seen.position <= len(self.lines) and self.lines[seen.position - 1].head == seen

    def line_of(self, member_id: UUID) -> Line:
        """The line with which somebody came onto it; there is one for everybody in `names`."""
        return next(line for line in self.lines if line.statement.member_id == member_id)

    def is_genuine(self, signature: Signature, statement: Statement) -> bool:
        """Whether it is of somebody who stands here now, or of the recovery key."""
        keys = self.recovery if signature.by == RECOVERY else self.keys.get(signature.by)
        return keys is not None and statement.is_signed(signature.signature, key=keys.verify)

    def agree_to(self, statement: Statement, signatures: Iterable[Signature]) -> bool:
        """Whether these are enough: two members, the only other one, or the recovery key alone."""
        genuine = {each.by for each in signatures if self.is_genuine(each, statement)}
        if RECOVERY in genuine:
            return statement.kind is RosterKind.JOINED
        others = set(self.keys) - {statement.member_id}
        has_agreed = len(genuine & others) >= min(AGREE, len(others)) > 0
        leaves_by_themselves = statement.kind is RosterKind.LEFT and statement.member_id in genuine
        return has_agreed or leaves_by_themselves

    def after(self, line: Line) -> Roster | None:
        """The roster with one more line; None when the line does not hold here."""
        if not line.follows(self.head) or not self._allows(line):
            return None
        return self._with(line)

    def _with(self, line: Line) -> Roster:
        told = line.statement
        keys, left_on, recovery = dict(self.keys), dict(self.left_on), self.recovery
        match told.kind:
            case RosterKind.LEFT:
                del keys[told.member_id]
                left_on[told.member_id] = line.written_on
            case RosterKind.RECOVERY_KEY:
                recovery = told.keys
            case RosterKind.FOUNDED | RosterKind.JOINED:
                keys[told.member_id] = told.keys
        return replace(
            self,
            lines=(*self.lines, line),
            keys=keys,
            names={**self.names, told.member_id: line.name},
            left_on=left_on,
            recovery=recovery,
        )

    def _allows(self, line: Line) -> bool:
        told = line.statement
        is_own_word = told.kind is RosterKind.FOUNDED  # founders sign for themselves
        known = self._with(line) if is_own_word else self
        if not all(known.is_genuine(each, told) for each in line.signatures):
            return False
        if told.kind is RosterKind.LEFT:
            return self.keys.get(told.member_id) == told.keys  # signed, or said by the operator
        is_due = self.may_found if is_own_word else self.agree_to(told, line.signatures)
        return is_due and self._is_new(told)

    def _is_new(self, told: Statement) -> bool:
        """Somebody comes onto it once, and a recovery key is taken into use once."""
        if told.kind is RosterKind.RECOVERY_KEY:
            return told.member_id == RECOVERY and told.keys not in self._recoveries
        return told.member_id not in {RECOVERY, *self.names}

    @property
    def _recoveries(self) -> list[PublicKeys]:
        told = (line.statement for line in self.lines)
        return [each.keys for each in told if each.kind is RosterKind.RECOVERY_KEY]


def checked(organisation_id: UUID, lines: Iterable[Line | None]) -> Roster:
    """The roster that these lines make, from the first one on; None is what is no line at all.

    After a line that does not hold nobody comes onto it; but whoever leaves there is taken off,
    for that is the safe direction.
    """
    roster = Roster(organisation_id=organisation_id)
    for line in lines:
        grown = roster.after(line) if line is not None and roster.is_whole else None
        if grown is None:
            broken_at = roster.broken_at or roster.head.position + 1
            roster = replace(roster, broken_at=broken_at, keys=_without(line, roster.keys))
        else:
            roster = grown
    return roster


def _without(line: Line | None, keys: Mapping[UUID, PublicKeys]) -> Mapping[UUID, PublicKeys]:
    if line is None or line.statement.kind is not RosterKind.LEFT:
        return keys
    return {member: own for member, own in keys.items() if member != line.statement.member_id}
