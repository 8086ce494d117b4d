"""The secrets of a site that live outside the database, in one small file.

Whoever holds the database alone cannot try passphrases or receipts (pepper), open forms between
two steps (form key) or see where notices go (notice key). Whoever loses this file loses access
to everything: it is backed up apart from the database.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.stretching import Pepper
from evenhand.sealing.wrapping import ReadingKey

_FIELDS = ("site", "pepper", "form_key", "notice_key", "signing_key", "django_key")


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
    """The site's secrets; a new site gets new ones, written before they are used."""
    if not path.exists():
        _write_new(path)
    raw = {
        name: bytes.fromhex(value)
        for name, value in json.loads(path.read_text()).items()
    }
    missing = [name for name in _FIELDS if name not in raw]
    if missing:
        message = (
            f"{path} lacks {', '.join(missing)}. Restore this file from its backup."
        )
        raise ValueError(message)
    return SiteSecrets(
        site=raw["site"],
        pepper=Pepper(raw["pepper"]),
        form_key=DataKey(raw["form_key"]),
        notice_key=ReadingKey.from_bytes(raw["notice_key"]),
        signing_key=SigningKey.from_bytes(raw["signing_key"]),
        django_key=raw["django_key"].hex(),
    )


def _write_new(path: Path) -> None:
    sizes = dict.fromkeys(_FIELDS, 32) | {"site": 16}
    fresh = {name: secrets.token_bytes(size).hex() for name, size in sizes.items()}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(fresh, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # never overwrites: the first of two starters wins
    except FileExistsError:
        pass
    draft.unlink()
