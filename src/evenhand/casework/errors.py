"""Refusals of casework."""

from __future__ import annotations


class CaseworkError(Exception):
    """Casework does not do that."""


class NotOnTheTeam(CaseworkError):
    """There is no such member whom you may let go."""

    status = 404


class NothingToConfirm(CaseworkError):
    """There is no such recovery key that waits for you to confirm it."""


class KeyUsedBefore(CaseworkError):
    """That key was in use before. Please make a new one."""


class MayNotEnterKey(CaseworkError):
    """Only lead responders and the chair may enter a recovery key."""


class MayNotInvite(CaseworkError):
    """Only lead responders and the chair may ask people to join."""
