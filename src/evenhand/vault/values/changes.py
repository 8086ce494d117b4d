"""What an entry changes about who may read, and whether whoever signed it may change that.

The reporter keeps people out. A reader steps back themselves, lets somebody in, or says about
somebody whom the report may name whether that is a conflict. Whoever has left may be dropped by
each of them, and whoever's terms were over that day. With the closing of a case, and only then,
its reader also drops those who stood in. Nobody brings back who was shut out, and nobody exchanges
another reader's keys.

Somebody who is no reader lets in themselves, and changes nothing else, with the word of the
recovery key for which the case was judged. A reader judges a case anew when there is another
recovery key.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from evenhand.vault.values.declared import Access, Recovery, declared_access
from evenhand.vault.values.entries import OpenEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who was let in, who was shut out for good, who had left, and who stood in until then."""

    admitted: frozenset[UUID]
    shut_out: frozenset[UUID]
    left: frozenset[UUID]
    ended: frozenset[UUID]
    stands_in: frozenset[UUID]  # of those who were let in
    advises: frozenset[UUID]  # of those who were let in
    ceased: frozenset[UUID]  # whoever read it before and does not now, for whatever reason

    @classmethod
    def between(cls, before: Access, after: Access) -> Change:
        shut_out, left = after.excluded - before.excluded, after.left - before.left
        ceased, admitted = before.readers - after.readers, after.readers - before.readers
        return cls(
            admitted=admitted,
            stands_in=admitted & after.temporary,
            advises=admitted & after.advisers,
            shut_out=shut_out,
            left=left,
            ended=ceased - shut_out - left,
            ceased=ceased,
        )

    def stepped_back(self, author: UUID | None) -> frozenset[UUID]:
        """Whoever shut out themselves."""
        return frozenset(member for member in self.shut_out if member == author)

    def recovered(self, author: UUID | None) -> frozenset[UUID]:
        """Whoever let in themselves: only the recovery key's word allows that."""
        return frozenset(member for member in self.admitted if member == author)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What was the case when an entry was written, besides what the entries before it say."""

    gone: AbstractSet[UUID]  # members who have left the organisation, whenever that was
    gone_before: AbstractSet[UUID]  # those of them who had left before that day
    over: AbstractSet[UUID]  # members whose terms were over on that day
    is_closing: bool  # its author has just closed the case


def may_declare(entry: OpenEntry, before: Access | None, *, at: Setting) -> bool:
    """Whether this signed entry is a change that its author may make."""
    try:
        after = declared_access(entry)
    except (LookupError, ValueError, TypeError, AttributeError):
        return False
    if before is None:
        return entry.is_by_reporter and after.epoch == 1
    is_theirs = _is_the_reporters if entry.is_by_reporter else _is_a_readers
    return _follows(before, after, at=at) and is_theirs(entry, before, after)


def _follows(before: Access, after: Access, *, at: Setting) -> bool:
    """What holds for every change, whoever makes it."""
    out = after.excluded | after.left
    stayed, admitted = before.readers & after.readers, after.readers - before.readers
    ended = before.stand_ins if at.is_closing and after.readers else frozenset()
    returned = before.left - after.left
    return all(
        (
            after.epoch == before.epoch + 1,
            after.epoch_key != before.epoch_key,
            before.excluded <= after.excluded,
            after.left - before.left <= at.gone | at.over,
            returned <= admitted and not returned & at.gone_before,
            after.doubtful <= before.doubtful,
            not after.readers & out and not admitted & after.doubtful,
            before.readers - after.readers <= out | ended,
            before.temporary ^ after.temporary <= admitted,
            before.advisers ^ after.advisers <= admitted,
            all(before.keys[reader] == after.keys[reader] for reader in stayed),
        )
    )


def _is_the_reporters(_entry: OpenEntry, before: Access, after: Access) -> bool:
    change = Change.between(before, after)
    is_judged_anew = before.recovery != after.recovery
    settled = before.doubtful - after.doubtful
    return not change.admitted and settled <= change.shut_out and not is_judged_anew


def _is_a_readers(entry: OpenEntry, before: Access, after: Access) -> bool:
    change = Change.between(before, after)
    settled = before.doubtful - after.doubtful
    is_judged_anew = before.recovery != after.recovery
    if entry.author.member_id not in before.readers:
        is_only_them = change.admitted == {entry.author.member_id}
        return is_only_them and not (change.shut_out or settled or is_judged_anew)
    if is_judged_anew and not _may_judge(before.recovery, after.recovery):
        return False
    may_shut_out = before.doubtful | {entry.author.member_id}
    return change.shut_out <= may_shut_out and settled <= change.shut_out | change.admitted


def _may_judge(before: Recovery | None, after: Recovery | None) -> bool:
    """For another key, or that it is shut after all. What is shut to a key stays shut to it."""
    if after is None:
        return False
    return before is None or before.key != after.key or after.is_shut
