"""Refusals of casework."""

from __future__ import annotations


class CaseworkError(Exception):
    """Casework does not do that."""


class NotOnTheTeam(CaseworkError):
    """There is no such member whom you may let go."""

    status = 404


class MayNotInvite(CaseworkError):
    """Only lead responders and the chair may ask people to join."""
