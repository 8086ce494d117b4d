"""What somebody can do who writes both databases, knows the program, and has no key of anybody.

They know every public key that stands in a row, and can put rows in order so that all that is
not signed or sealed fits together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evenhand.sealing import chain
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.wrapping import PublicKey, ReadingKey
from evenhand.vault.entry_codec import Readers, link_of
from evenhand.vault.models import Case, Entry, Epoch, ShredKey
from evenhand.vault.queries.reading import spot_of
from evenhand.vault.services.writing import Batch, Head, seal_batch
from evenhand.vault.values.entries import Draft, Writer
from tests import make

THIEFS = SigningKey.new()
_OUT_OF_THE_WAY = 10_000


def entries_of(case_id: UUID) -> list[Entry]:
    return list(Entry.objects.filter(case_id=case_id).order_by("position"))


def rebuild_chain(case_id: UUID) -> None:
    """Number the entries from 1, link them anew and move the head: no gap is left to see."""
    rows = entries_of(case_id)
    for row in rows:
        Entry.objects.filter(pk=row.pk).update(position=row.position + _OUT_OF_THE_WAY)
    link = chain.START
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.digest = chain.digest_of(bytes(row.sealed))
        row.link = link = link_of(spot_of(row), row.digest, after=link)
        row.save()
    changed = Case.objects.get(pk=case_id).changed + 1
    Case.objects.filter(pk=case_id).update(head=len(rows), head_link=link, changed=changed)


def drop(row: Entry) -> None:
    Entry.objects.filter(pk=row.pk).delete()


def change_places(one: Entry, other: Entry) -> None:
    """Each of two entries where the other was."""
    Entry.objects.filter(pk=one.pk).update(position=_OUT_OF_THE_WAY)
    Entry.objects.filter(pk=other.pk).update(position=one.position)
    Entry.objects.filter(pk=one.pk).update(position=other.position)


def forge(
    case_id: UUID,
    drafts: Sequence[Draft],
    *,
    writer: Writer,
    reporter: PublicKey | None = None,
    now: datetime = make.NOW,
) -> Batch:
    """Put entries at the end, sealed to the epoch's public key as the program would."""
    case = Case.objects.get(pk=case_id)
    key = bytes(Epoch.objects.get(case_id=case_id, number=case.epoch).public_key)
    readers = Readers(case=PublicKey(key), reporter=reporter or ReadingKey.new().public)
    head = Head(
        case_id=case_id,
        epoch=case.epoch,
        position=case.head,
        link=bytes(case.head_link),
        readers=readers,
    )
    batch = seal_batch(drafts, head, writer=writer, now=now)
    ShredKey.objects.bulk_create(batch.shreds)
    Entry.objects.bulk_create(batch.rows)
    newest = batch.rows[-1]
    Case.objects.filter(pk=case_id).update(
        head=newest.position, head_link=newest.link, changed=case.changed + 1
    )
    return batch
