"""Refusals of the accounts package. Each docstring is the sentence that the member sees.

AccountsError
├── SignInRefused
├── FactorRefused
├── NotSure
├── LastFactor
├── PassphraseTooShort
├── WrongPassphrase
├── AddressTaken
├── InvitationUnusable
└── KeysDoNotMatch
"""

from __future__ import annotations


class AccountsError(Exception):
    """That is not possible with this account."""

    def __str__(self) -> str:
        return (self.__doc__ or "").partition("\n")[0]


class SignInRefused(AccountsError):
    """Address and passphrase do not match. After many tries, wait 15 minutes."""


class FactorRefused(AccountsError):
    """That was not accepted. Use the newest code. After many tries, wait 15 minutes."""


class NotSure(AccountsError):
    """Please confirm first that it is you."""


class LastFactor(AccountsError):
    """You need at least one second step. Add another one first."""


class PassphraseTooShort(AccountsError):
    """A passphrase has at least 12 characters. Several words are easy to remember."""


class WrongPassphrase(AccountsError):
    """That is not your present passphrase. After many tries, wait 15 minutes."""


class AddressTaken(AccountsError):
    """Somebody here already has this address."""


class InvitationUnusable(AccountsError):
    """The invitation has been used or is too old. Ask for a new one."""

    status = 404


class KeysDoNotMatch(AccountsError):
    """The keys stored for you are not yours. Tell a lead and whoever runs this server."""
