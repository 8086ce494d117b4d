"""What the vault does on the clock."""

from __future__ import annotations

from evenhand.vault.services.ageing import erase_forgotten_cases
from evenhand.vault.services.erasing import finish_erasing
from evenhand.vault.services.sweeping import sweep_orphan_shred_keys

__all__ = ["erase_forgotten_cases", "finish_erasing", "sweep_orphan_shred_keys"]
