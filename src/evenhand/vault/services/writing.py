"""Write entries: seal outside the transaction, then check under a lock that nothing moved.

Shred keys go to their own database first; one that is left over after a failure opens nothing
and is swept later.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import connections, router, transaction

from evenhand.rows.inserting import insert
from evenhand.sealing import chain
from evenhand.sealing.wrapping import PublicKey
from evenhand.vault.entry_codec import Context, Readers, Spot, seal_entry
from evenhand.vault.errors import NotVisible, TooBusy
from evenhand.vault.models import Case, ChangeCounter, Entry, ShredKey
from evenhand.vault.values.dossiers import Dossier
from evenhand.vault.values.entries import Draft, OpenEntry, Writer

_TRIES = 8
_COUNT_UP = (
    'UPDATE "vault_changecounter" SET "changed" = "changed" + 1'
    ' WHERE "organisation_id" = %s RETURNING "changed"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the next entry of a case goes, and to whom it is wrapped."""

    case_id: UUID
    epoch: int
    position: int
    link: bytes
    readers: Readers


@dataclass(frozen=True, slots=True)
class Batch:
    """Sealed entries with their shred keys, ready to be written, and the same in the clear."""

    rows: list[Entry]
    shreds: list[ShredKey]
    opened: list[OpenEntry]


def head_of(dossier: Dossier) -> Head:
    """The head of a case; to whom it is wrapped comes from its signed entries."""
    return Head(
        case_id=dossier.case_id,
        epoch=dossier.access.epoch,
        position=dossier.head,
        link=dossier.head_link,
        readers=Readers(case=dossier.access.epoch_key, reporter=dossier.reporter.reading),
    )


def first_head(case_id: UUID, *, case: PublicKey, reporter: PublicKey) -> Head:
    """The head of a case that has no entry yet."""
    readers = Readers(case=case, reporter=reporter)
    return Head(case_id=case_id, epoch=1, position=0, link=chain.START, readers=readers)


def seal_batch(drafts: Sequence[Draft], head: Head, *, writer: Writer, now: datetime) -> Batch:
    """The drafts as the next entries after this head."""
    batch = Batch([], [], [])
    link = head.link
    for position, draft in enumerate(drafts, start=head.position + 1):
        spot = Spot(case_id=head.case_id, entry_id=uuid4(), position=position, epoch=head.epoch)
        shred = secrets.token_bytes(32)
        context = Context(previous_link=link, shred=shred, now=now)
        sealed = seal_entry(draft, spot, head.readers, writer=writer, context=context)
        batch.rows.append(
            Entry(
                id=spot.entry_id,
                case_id=spot.case_id,
                position=position,
                epoch=spot.epoch,
                sealed=sealed.sealed,
                wrapped_for_case=sealed.wrapped_for_case,
                wrapped_for_party=sealed.wrapped_for_party,
                digest=sealed.digest,
                link=sealed.link,
                written_on=now.date(),
            )
        )
        batch.shreds.append(
            ShredKey(
                case_id=spot.case_id,
                number=0,
                entry_id=spot.entry_id,
                key=shred,
                made_on=now.date(),
            )
        )
        batch.opened.append(
            OpenEntry(
                id=spot.entry_id,
                position=position,
                kind=draft.kind,
                author=writer.author,
                written_at=now,
                body=draft.body,
                is_genuine=True,
                previous_link=link,
            )
        )
        link = sealed.link
    return batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """How one person adds to one case."""

    load: Callable[[], Dossier]  # reads the case anew when somebody else wrote in between
    writer: Writer
    # Given by writers who hold the case's key; other covers are caught up at the next look.
    seal_cover: Callable[[Dossier, Sequence[OpenEntry]], bytes] | None = None
    also: Callable[[], None] = lambda: None  # written in the same transaction
    # Asked before anything is sealed; True when the case must be read anew for it.
    has_prepared: Callable[[Dossier], bool] = lambda _: False


def append(act: Act, drafts: Sequence[Draft], *, now: datetime) -> None:
    """Add entries to a case.

    Raises NotVisible when the writer has lost access meanwhile, TooBusy after many tries.
    """
    append_as_it_stands(act, lambda _: drafts, now=now)


def append_as_it_stands(
    act: Act, drafts_for: Callable[[Dossier], Sequence[Draft]], *, now: datetime
) -> None:
    """Add what the case as it stands calls for, which may be nothing. Raises as append does."""
    for _ in range(_TRIES):
        dossier = act.load()
        if act.has_prepared(dossier):
            continue
        drafts = drafts_for(dossier)
        if not drafts:
            return
        head = head_of(dossier)
        batch = seal_batch(drafts, head, writer=act.writer, now=now)
        cover = None
        if act.seal_cover is not None:
            cover = act.seal_cover(dossier, batch.opened)
        insert(batch.shreds)
        with transaction.atomic():
            if _write(dossier, head, batch, cover=cover):
                act.also()
                return
        forget_shreds(batch.shreds)
    raise TooBusy


def _write(dossier: Dossier, head: Head, batch: Batch, *, cover: bytes | None) -> bool:
    changed = next_change(dossier.organisation_id)
    case = Case.objects.select_for_update().filter(pk=head.case_id).first()
    if case is None:
        raise NotVisible
    if (case.epoch, case.head) != (head.epoch, head.position):
        return False
    insert(batch.rows)
    case.head = batch.rows[-1].position
    case.head_link = batch.rows[-1].link
    case.changed = changed
    if cover is not None:
        case.sealed_cover = cover
    case.save(update_fields=["head", "head_link", "changed", "sealed_cover"])
    return True


def next_change(organisation_id: UUID) -> int:
    """The next change of an organisation.

    Holds its row until the transaction ends, so that changes become visible in their order.
    """
    changed = _count_up(organisation_id)
    if changed is None:
        first = ChangeCounter(organisation_id=organisation_id)
        ChangeCounter.objects.bulk_create([first], ignore_conflicts=True)  # others may be first too
        changed = cast("int", _count_up(organisation_id))
    return changed


def _count_up(organisation_id: UUID) -> int | None:
    """One statement instead of two, which every writer waits for; None without a row."""
    connection = connections[router.db_for_write(ChangeCounter)]
    key = ChangeCounter._meta.pk.get_db_prep_value(organisation_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [key])
        row = cursor.fetchone()
    return row[0] if row else None


def forget_shreds(shreds: Sequence[ShredKey]) -> None:
    ShredKey.objects.filter(pk__in=[shred.pk for shred in shreds]).delete()
