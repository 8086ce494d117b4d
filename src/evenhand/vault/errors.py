"""Refusals of the vault.

VaultError
├── NotVisible
├── AlreadyRead
├── NobodyLeft
├── NobodyToTakeOver
├── KeptOut
├── StillOpen
├── NoDayToEraseOn
└── TooBusy
"""

from __future__ import annotations


class VaultError(Exception):
    """The vault does not do that."""


class NotVisible(VaultError):
    """We could not open anything with that."""

    status = 404  # hidden and absent look the same


class AlreadyRead(VaultError):
    """Somebody has read your report, so it can no longer be deleted whole."""


class NobodyLeft(VaultError):
    """That would leave nobody who can read your report."""


class NobodyToTakeOver(VaultError):
    """Only you read this, and nobody can take it over. Use your organisation's outside contact."""


class KeptOut(VaultError):
    """Somebody who must not learn of a case, or is no member, cannot be let in."""


class StillOpen(VaultError):
    """Only a case that is closed or taken back has a day on which it is erased."""


class NoDayToEraseOn(VaultError):
    """Choose a day between tomorrow and 20 years from now."""


class TooBusy(VaultError):
    """Several people wrote at the same moment. Please press the button again."""
