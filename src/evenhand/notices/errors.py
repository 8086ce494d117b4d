"""Refusals of notices.

NoticesError
├── AddressTooLong
├── CannotSend
└── Refused
"""

from __future__ import annotations


class NoticesError(Exception):
    """A notice cannot be sent like that."""


class AddressTooLong(NoticesError):
    """That mail address is longer than mail addresses can be."""


class CannotSend(NoticesError):
    """The mail server cannot be reached or does not take mail now."""


class Refused(NoticesError):
    """The mail server does not take mail for this address."""
