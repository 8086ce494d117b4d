"""Add files to a report, each on its own: one that fails does not stop the others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import Error as DatabaseTrouble

from evenhand.intake.pictures import without_hidden_data
from evenhand.intake.uploads import HeldFile
from evenhand.vault.errors import TooBusy
from evenhand.vault.services.reporting import attach
from evenhand.vault.values.dossiers import FileToStore, Visit

MOST_AT_ONCE = 20
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_TOO_LARGE = "Not added: it is larger than 10 MB, or all files together than 40 MB."
_EMPTY = "Not added: it is empty."
_TOO_MANY = "Not added: send at most 20 files at once."
_TROUBLE = "Not added: something went wrong on our side. Please add it once more."
_CLEANED = "Added. Hidden data such as the place was removed."
_KEPT = "Added as it is. It may hold hidden data, such as the place."


@dataclass(frozen=True, slots=True, repr=False)
class FileResult:
    """What became of one file."""

    name: str
    sentence: str
    is_added: bool


def add_files(
    to: Visit, files: Iterable[HeldFile], *, keep_originals: bool, now: datetime
) -> list[FileResult]:
    """Keep what can be kept, and say for each file what became of it."""
    results = []
    for at, file in enumerate(files):
        if at < MOST_AT_ONCE:
            results.append(_add(to, file, keep_original=keep_originals, now=now))
        else:
            results.append(_not_added(file, _TOO_MANY))
    return results


def _add(to: Visit, file: HeldFile, *, keep_original: bool, now: datetime) -> FileResult:
    if file.is_too_large:
        return _not_added(file, _TOO_LARGE)
    content = file.read_all()
    if not content:
        return _not_added(file, _EMPTY)
    cleaned = None if keep_original else without_hidden_data(content)
    sentence = _KEPT if cleaned is None else _CLEANED
    stored = FileToStore(
        name=file.name or "file",
        content_type=_media_type(file.content_type or ""),
        content=content if cleaned is None else cleaned,
        note=sentence,
    )
    try:
        attach(to, stored, now=now)
    except (TooBusy, DatabaseTrouble, OSError):
        return _not_added(file, _TROUBLE)
    return FileResult(file.name or "file", sentence, is_added=True)


def _not_added(file: HeldFile, sentence: str) -> FileResult:
    return FileResult(file.name or "file", sentence, is_added=False)


def _media_type(claimed: str) -> str:
    """Only ever a label; what a browser claims must not become part of a header unseen."""
    lowered = claimed.casefold()
    return lowered if _MEDIA_TYPE.fullmatch(lowered) else "application/octet-stream"
