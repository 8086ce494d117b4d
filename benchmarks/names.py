"""Names that the seeds and the flows share."""

from __future__ import annotations

PASSPHRASE = "a passphrase for measuring"  # noqa: S105
ADDRESS = "reader0@measure.example"
READERS = 8
MEMBERS = 10
SLUG = "measure"
