"""Refusals of the directory.

DirectoryError
├── NoSuchSpace
├── NoSuchPhoto
├── AddressTaken
├── NoSuchCountry
├── OtherOrganisation
├── NotAPicture
├── TermInThePast
├── TermHasAnEnd
├── NotAnOutsideKey
├── NotAnAddress
├── Incomplete
└── PolicyError
    ├── NoSuchPolicyValue
    ├── WrongPolicyValue
    └── PolicyInThePast
"""

from __future__ import annotations


class DirectoryError(Exception):
    """The directory cannot be changed like that."""


class NoSuchSpace(DirectoryError):
    """There is no such place here. The address may have been typed differently."""

    status = 404


class NoSuchPhoto(DirectoryError):
    """There is no such photo."""

    status = 404


class AddressTaken(DirectoryError):
    """That web address is already used. Please choose another."""


class NoSuchCountry(DirectoryError):
    """That is not the two-letter code of a country."""


class OtherOrganisation(DirectoryError):
    """That person and that space belong to different organisations."""


class NotAPicture(DirectoryError):
    """That file is not a photo we can use. Please take a JPEG, PNG or WebP file."""


class TermInThePast(DirectoryError):
    """Their terms had ended. A new one starts tomorrow or later: cases may go on without them."""


class TermHasAnEnd(DirectoryError):
    """A term that has an end does not end later. Please give a new one."""


class NotAnOutsideKey(DirectoryError):
    """That is not a key of the outside contact. It starts with age1 and has 62 letters."""


class NotAnAddress(DirectoryError):
    """That does not look like an e-mail address."""


class Incomplete(DirectoryError):
    """To hand reports over, the outside contact needs a name, an address and a key."""


class PolicyError(DirectoryError):
    """The policy cannot be changed like that."""


class NoSuchPolicyValue(PolicyError):
    """There is no policy value with that name."""


class WrongPolicyValue(PolicyError):
    """That value cannot be used for this part of the policy."""


class PolicyInThePast(PolicyError):
    """There is already a newer value. A new one can only start on its day or later."""
