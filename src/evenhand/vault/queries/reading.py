"""Open and check the entries of a case for whoever holds a key.

Checked are: no position missing, every digest and link as it should be, every entry readable to
whom it was written, every signature by the author's own key over the entry before it, every
member's entry by somebody who was a reader then, every change of readers by somebody who may make
it, the reporter's way back as they left it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from evenhand.accounts.models import Member
from evenhand.accounts.queries.roster import keys_of, roster_of
from evenhand.sealing import chain
from evenhand.sealing.errors import SealingError
from evenhand.vault.entry_codec import Opened, Spot, link_of, open_entry
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import Case, Entry, Receipt, ShredKey
from evenhand.vault.queries.walking import Walk
from evenhand.vault.values.declared import WayBack, way_back_of
from evenhand.vault.values.dossiers import Dossier

# The data key of an entry; None when it is not for this reader. Raises a SealingError.
Unwrap = Callable[[Entry, Spot], bytes | None]
Found = TypeVar("Found")

_LOOKS = 3


def looked_at_again(look: Callable[[], Found], *, is_steady: Callable[[Found], bool]) -> Found:
    """What somebody writes between two queries looks like damage; that is gone at the next look.

    What is really damaged looks the same each time and is given back as it is.
    """
    found = look()
    for _ in range(_LOOKS - 1):
        if is_steady(found):
            break
        found = look()
    return found


def read_dossier(case_id: UUID, unwrap: Unwrap) -> tuple[Case, Dossier]:
    """All that `unwrap` can open of the case. Raises NotVisible when not even the report opens."""
    # One statement for the case and its entries: both are of the same moment.
    asked = Entry.objects.filter(case_id=case_id).select_related("case")
    rows = list(asked.order_by("position"))
    if not rows:
        raise NotVisible
    case = rows[0].case
    members = {m.id: m for m in Member.objects.filter(organisation_id=case.organisation_id)}
    roster = roster_of(case.organisation_id)
    walk = Walk(roster.left)
    _go_through(rows, walk, unwrap, shreds=entry_shreds(case_id))
    if walk.reporter is None or walk.access is None:
        raise NotVisible
    is_whole = walk.is_whole and _is_chain_whole(case, rows) and walk.access.epoch == case.epoch
    return case, Dossier(
        case_id=case_id,
        organisation_id=case.organisation_id,
        head=case.head,
        head_link=bytes(case.head_link),
        entries=tuple(walk.kept_entries),
        is_whole=is_whole and _ways_back(case_id) == [walk.way_back],
        reporter=walk.reporter,
        access=walk.access,
        members=members,
        may_read=keys_of(filter(_is_active, members.values()), roster),
        left=roster.left,
        kept_until=case.kept_until,
        erased=frozenset(walk.erased),
    )


def entry_shreds(case_id: UUID) -> dict[UUID | None, bytes]:
    """The shred keys of a case's entries."""
    keys = ShredKey.objects.filter(case_id=case_id, number=0).values_list("entry_id", "key")
    return {entry_id: bytes(key) for entry_id, key in keys}


def spot_of(row: Entry) -> Spot:
    return Spot(case_id=row.case_id, entry_id=row.id, position=row.position, epoch=row.epoch)


def _is_active(member: Member) -> bool:
    return member.is_active


def _go_through(
    rows: Iterable[Entry], walk: Walk, unwrap: Unwrap, *, shreds: Mapping[UUID | None, bytes]
) -> None:
    link = chain.START
    for row in rows:
        spot = spot_of(row)
        try:
            data_key = unwrap(row, spot)
            opened = _opened(row, spot, data_key=data_key, shred=shreds.get(row.id, b""))
        except SealingError:
            walk.lose(row.id)
        else:
            if opened is not None:
                walk.take(opened, spot, after=link)
            elif not row.sealed:
                walk.lose(row.id)  # not for this reader, but nobody may blank it either
        link = bytes(row.link)


def _opened(row: Entry, spot: Spot, *, data_key: bytes | None, shred: bytes) -> Opened | None:
    if data_key is None:
        return None
    return open_entry(bytes(row.sealed), spot, data_key=data_key, shred=shred)


def _ways_back(case_id: UUID) -> list[WayBack]:
    rows = Receipt.objects.filter(case_id=case_id).values_list("locator", "sealed_notice_address")
    return [way_back_of(locator, bytes(address)) for locator, address in rows]


def _is_chain_whole(case: Case, rows: Iterable[Entry]) -> bool:
    """Whether the rows are exactly the ones that were written, in their order."""
    link, count = chain.START, 0
    for count, row in enumerate(rows, start=1):
        digest = bytes(row.digest)
        is_intact = not row.sealed or chain.digest_of(bytes(row.sealed)) == digest
        link = link_of(spot_of(row), digest, after=link)
        if row.position != count or not is_intact or link != bytes(row.link):
            return False
    return count == case.head and link == bytes(case.head_link)
