"""Refusals of operations.

OperationsError
├── LinkUnusable
├── NoPracticeOrganisation
├── OtherSecrets
├── ShredKeysMissing
├── NobodyInvited
├── NobodyThere
├── WhichOrganisation
├── NoRecoveryKey
└── NotGranted
"""

from __future__ import annotations


class OperationsError(Exception):
    """The site cannot be run like that."""

    def __str__(self) -> str:
        return (self.__doc__ or "").partition("\n")[0]


class LinkUnusable(OperationsError):
    """The link has been used or is too old. `evenhand setup` prints a new one."""

    status = 404


class NoPracticeOrganisation(OperationsError):
    """There is no practice organisation here. An empty data folder gets one with `prepare`."""


class NobodyInvited(OperationsError):
    """Nobody with this address is invited. Who has joined already cannot be invited again."""


class NobodyThere(OperationsError):
    """No member has this address, or they have left already."""


class WhichOrganisation(OperationsError):
    """There is no such organisation, or there are several: name it with --organisation."""


class NoRecoveryKey(OperationsError):
    """There is no recovery key yet. Two members enter it on the page Recovery."""


class NotGranted(OperationsError):
    """That grant is not signed by the recovery key for somebody who waits to be let in here."""


class OtherSecrets(OperationsError):
    """The secrets file belongs to another database. Restore secrets/site.json from its backup."""


class ShredKeysMissing(OperationsError):
    """There are cases but no shred keys. Restore the shred database from its backup."""
