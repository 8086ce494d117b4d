"""Refusals of casework."""

from __future__ import annotations


class CaseworkError(Exception):
    """Casework does not do that."""


class MayNotInvite(CaseworkError):
    """Only lead responders and the chair may ask people to join."""
