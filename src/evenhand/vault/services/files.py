"""Files: sealed in chunks into the storage, with name, type and key inside an entry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError

from evenhand.sealing.chunks import open_chunks, seal_chunks, split_sealed
from evenhand.sealing.envelope import DataKey, new_data_key
from evenhand.sealing.places import Purpose
from evenhand.vault.errors import NotVisible
from evenhand.vault.models import StoredFile
from evenhand.vault.places import place
from evenhand.vault.values.dossiers import Dossier, FileToStore
from evenhand.vault.values.entries import Body, Kind


def store_file(case_id: UUID, file: FileToStore, *, now: datetime) -> Body:
    """Seal a file into the storage; what is needed to open it goes into the entry's body.

    Raises NotVisible when the case is gone.
    """
    key, file_id = new_data_key(), uuid4()
    where = place(Purpose.FILE, case_id, file_id)
    sealed = b"".join(seal_chunks(file.content, key=key, place=where))
    try:
        StoredFile.objects.create(id=file_id, case_id=case_id, stored_on=now.date())
    except IntegrityError as error:
        raise NotVisible from error
    default_storage.save(_path(case_id, file_id), ContentFile(sealed))
    return {
        "file": file_id.hex,
        "key": key.hex(),
        "name": file.name,
        "content_type": file.content_type,
        "size": len(file.content),
        "note": file.note,
    }


def file_in(dossier: Dossier, file_id: UUID) -> tuple[Body, Iterator[bytes]]:
    """A file of the case and its chunks in the clear.

    Raises NotVisible; the chunks raise CannotOpen where the stored file was changed.
    """
    for entry in dossier.of_kind(Kind.FILE):
        if entry.text("file") == file_id.hex:
            return entry.body, _chunks(dossier.case_id, file_id, entry.text("key"))
    raise NotVisible


def forget_file(case_id: UUID, body: Body) -> None:
    """Delete a stored file that no entry points to."""
    file_id = UUID(cast("str", body["file"]))
    default_storage.delete(_path(case_id, file_id))
    StoredFile.objects.filter(pk=file_id).delete()


def forget_files_of(case_id: UUID) -> None:
    """Delete the stored files of a case, and the folder that held them."""
    files = list(StoredFile.objects.filter(case_id=case_id))
    for file in files:
        default_storage.delete(_path(case_id, file.id))
    with suppress(OSError):  # a file that nothing points to is in it
        default_storage.delete(case_id.hex)


def _chunks(case_id: UUID, file_id: UUID, key: str) -> Iterator[bytes]:
    try:
        with default_storage.open(_path(case_id, file_id)) as stored:
            sealed = split_sealed(stored.read())
    except FileNotFoundError as error:
        raise NotVisible from error
    where = place(Purpose.FILE, case_id, file_id)
    return open_chunks(sealed, key=DataKey(bytes.fromhex(key)), place=where)


def _path(case_id: UUID, file_id: UUID) -> str:
    return f"{case_id.hex}/{file_id.hex}"
