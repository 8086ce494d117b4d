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
├── KeysDoNotMatch
├── NobodyWaiting
├── KeysHaveChanged
├── NotYetAgreed
└── ListIsBroken
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


class NobodyWaiting(AccountsError):
    """There is nobody who waits for you to agree."""

    status = 404


class KeysHaveChanged(AccountsError):
    """Their words are not the ones that you were shown. Go back and compare them once more."""


class NotYetAgreed(AccountsError):
    """The list of members does not take that: it is not signed as it must be."""


class ListIsBroken(AccountsError):
    """The list of members was changed outside this program. Nothing can be added to it now."""
