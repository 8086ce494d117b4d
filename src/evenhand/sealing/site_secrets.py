"""The secrets of a site that live outside the database, in one small file.

Whoever holds the database alone cannot try passphrases or receipts (pepper), open forms between
two steps (form key) or see where notices go (notice key). Whoever loses this file loses access
to everything: it is backed up apart from the database.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.stretching import Pepper
from evenhand.sealing.wrapping import ReadingKey

_SIZES = {
    "site": 16,
    "pepper": 32,
    "form_key": 32,
    "notice_key": 32,
    "signing_key": 32,
    "django_key": 32,
}


@dataclass(frozen=True, slots=True, repr=False)
class SiteSecrets:
    """Everything the server itself must know and the database must not."""

    site: bytes  # 16 random bytes that name this site in every place
    pepper: Pepper
    form_key: DataKey  # seals a form between its steps
    notice_key: ReadingKey  # opens the recipients of unsent notices
    signing_key: SigningKey  # signs in the server's own named roles
    django_key: str  # Django's SECRET_KEY

    def __repr__(self) -> str:
        return "SiteSecrets(…)"


def read_or_create(path: Path) -> SiteSecrets:
    """The site's secrets; a new site gets new ones, on the disk before they are used."""
    if not path.exists():
        _write_new(path)
    raw = _read(path)
    return SiteSecrets(
        site=raw["site"],
        pepper=Pepper(raw["pepper"]),
        form_key=DataKey(raw["form_key"]),
        notice_key=ReadingKey.from_bytes(raw["notice_key"]),
        signing_key=SigningKey.from_bytes(raw["signing_key"]),
        django_key=raw["django_key"].hex(),
    )


def _read(path: Path) -> dict[str, bytes]:
    """The file's values. What it raises quotes nothing of them, nor does any error beneath."""
    stored = None
    with suppress(ValueError):
        stored = json.loads(path.read_bytes())
    given = stored if isinstance(stored, dict) else {}
    raw = {name: _from_hex(given.get(name)) for name in _SIZES}
    wrong = [name for name, size in _SIZES.items() if len(raw[name]) != size]
    if wrong:
        message = f"{path} lacks {', '.join(wrong)}. Restore this file from its backup."
        raise ValueError(message)
    return raw


def _from_hex(value: object) -> bytes:
    if isinstance(value, str):
        with suppress(ValueError):
            return bytes.fromhex(value)
    return b""


def _write_new(path: Path) -> None:
    fresh = {name: secrets.token_bytes(size).hex() for name, size in _SIZES.items()}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A name of its own for each starter: with a shared draft, the second of two would empty the
    # file that the first has just linked. mkstemp lets nobody else read it.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(fresh, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # never overwrites: the first of two starters wins
            os.link(draft, path)
    finally:
        Path(draft).unlink()
    _keep(path.parent)
    _keep(path.parent.parent)


def _keep(folder: Path) -> None:
    """Make the folder's list of names outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
