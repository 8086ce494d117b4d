"""Whether the two databases belong together."""

from __future__ import annotations

from evenhand.vault.models import Case, ShredKey


def has_lost_its_shred_keys() -> bool:
    """There are cases, and not one key that opens them."""
    return Case.objects.exists() and not ShredKey.objects.exists()
