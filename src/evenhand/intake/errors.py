"""Refusals of intake. Each docstring is what the reporter reads.

IntakeError
├── NothingTold
├── NobodyToRead
├── OthersWouldRead
├── NotADraft
└── TooManyCodes
"""

from __future__ import annotations


class IntakeError(Exception):
    """We could not take that."""


class NothingTold(IntakeError):
    """Please write a few words about what happened. One line is enough."""


class NobodyToRead(IntakeError):
    """Nobody is left who could read it. Your words are still here, and nothing was sent."""


class OthersWouldRead(IntakeError):
    """Please look who will read it. Then press Send once more."""


class NotADraft(IntakeError):
    """Your page was open too long. What you wrote on it is still here. Please go on."""


class TooManyCodes(IntakeError):
    """Too many codes were tried just now. Wait one minute, then try again. Your report is safe."""

    status = 429
