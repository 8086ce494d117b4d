"""With which recovery key a case may be made, and whether it names somebody who holds a share."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.accounts.roster import Roster
from evenhand.directory.queries import sharing_on
from evenhand.directory.values import Holder
from evenhand.matching.mentions import mentions_in
from evenhand.matching.values import Known
from evenhand.vault.values.declared import Recovery
from evenhand.vault.values.naming import Told


def judged(roster: Roster, told: Told) -> Recovery | None:
    """Whether what was told may be opened with the recovery key; none while there is no key.

    To name somebody who holds a share is enough to shut it, however doubtful the name is.
    """
    sharing = sharing_on(roster)
    if sharing is None:
        return None
    return Recovery(sharing.key, is_shut=is_named(told, map(_known, sharing.holders)))


def is_named(told: Told, known: Iterable[Known]) -> bool:
    """Whether one of these people is named, for certain or perhaps."""
    return bool(mentions_in(structured=told.short, free_text=told.long, known=list(known)))


def _known(holder: Holder) -> Known:
    return Known(
        id=holder.name,
        names=(holder.name, *holder.names),
        handles=holder.handles,
        addresses=holder.addresses,
    )
