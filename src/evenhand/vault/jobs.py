"""What the vault does on the clock."""

from __future__ import annotations

from evenhand.vault.services.sweeping import sweep_orphan_shred_keys

__all__ = ["sweep_orphan_shred_keys"]
