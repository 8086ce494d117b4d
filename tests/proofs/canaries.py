"""Texts that exist nowhere else, one for every place where somebody types something."""

from __future__ import annotations

import math
import secrets
import string

_SIGNS = string.ascii_letters + string.digits
OWN_SIGNS = math.ceil(128 / math.log2(len(_SIGNS)))
_MARK_SIGNS = 14  # 83 bits


def _random(signs: int) -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(signs))


def new_mark() -> str:
    """Upper and lower case, so that a change of case is a change of bytes."""
    mark = _random(_MARK_SIGNS)
    return mark if mark not in {mark.lower(), mark.upper()} else new_mark()


class Canaries:
    """128 random bits for each name, behind a mark that all of them share.

    Whoever finds the mark has found one of them, so one search finds all.
    """

    def __init__(self) -> None:
        self.mark = new_mark()
        self._made: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The canary of this name; with a letter that not every encoding keeps as it is."""
        return self._made.setdefault(name, f"{self.mark}é{_random(OWN_SIGNS)}")

    def plain(self, name: str) -> str:
        """One of ASCII only, for what takes nothing else."""
        return self._made.setdefault(name, f"{self.mark}{_random(OWN_SIGNS)}")

    def address(self, name: str) -> str:
        return f"{self.plain(name)}@canary.example"

    def __len__(self) -> int:
        return len(self._made)

    def name_of(self, around: bytes) -> str:
        """Which one it is, when that can still be read."""
        text = around.decode(errors="replace").lower()
        found = (name for name, made in self._made.items() if made[-OWN_SIGNS:].lower() in text)
        return next(found, "")
