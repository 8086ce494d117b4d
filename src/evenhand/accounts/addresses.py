"""One spelling for each e-mail address, so that nobody has two accounts by accident."""

from __future__ import annotations

import unicodedata


def normalised(address: str) -> str:
    return unicodedata.normalize("NFKC", address).strip().casefold()
