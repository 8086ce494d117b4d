"""Where a sealed value belongs, and the one registry of what keys are used for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from functools import lru_cache


@unique
class Purpose(StrEnum):
    """Every use of a key has one label; no two uses share one. Never reuse a retired label."""

    MEMBER_KEYS = "member keys"
    MEMBER_FACTORS = "member second factors"
    SESSION = "session"
    SESSION_KEY = "session key from cookie"
    FORM = "form between steps"
    EPOCH_KEY = "epoch private key under shred key"
    SLOT = "slot"
    SLOT_LAYER = "slot rewritten"
    COVER = "case cover"
    COVER_KEY = "case cover key"
    ENTRY = "entry"
    ENTRY_KEY_FOR_CASE = "entry key for case"
    ENTRY_KEY_FOR_PARTY = "entry key for party"
    ENTRY_CONTENT = "entry content key with shred key"
    ENTRY_SIGNATURE = "entry signature"
    ENTRY_LINK = "entry link"
    FILE = "file"
    DESK = "desk"
    NOTICE = "notice"
    NOTICE_ADDRESS = "notice address"
    MESSAGE_ID = "message id of a notice"
    HAND_OVER = "form handed over"
    HAND_OVER_NUMBER = "number of a note handed over"
    HAND_OVER_ADDRESS = "address of a hand-over"
    RECOVERY_CODE = "recovery code"
    RECEIPT = "receipt"
    RECEIPT_LOCATOR = "receipt locator"
    RECEIPT_READING = "receipt reading key"
    RECEIPT_SIGNING = "receipt signing key"
    ACCOUNT_AUTH = "account authentication half"
    ACCOUNT_KEY = "account key-encryption half"
    CARD = "conflict card"
    CARD_SECRET = "secret on a conflict card"  # noqa: S105  # a label
    ANSWER = "answer to a conflict card"
    ANSWER_SIGNATURE = "signature of an answer"
    CODE_NAME = "case code name"
    INVITATION = "invitation"
    THROTTLE = "throttle"
    KNOWN_AS = "how a member is known"
    KNOWN_AS_KEY = "key to how members are known"
    ROSTER_STATEMENT = "statement for the roster"
    ROSTER_LINE = "line of the roster"
    ROSTER_LINK = "link of the roster"
    ROSTER_SEAL = "seal of the roster"
    FOUNDER = "right to found"
    CHECK_WORDS = "words to compare keys by"
    RECOVERY_READING = "recovery reading key"
    RECOVERY_SIGNING = "recovery signing key"
    RECOVERY_SLOT = "recovery slot"
    RECOVERY_SLOT_LAYER = "recovery slot rewritten"
    RECOVERY_GRANT = "recovery statement about a case"
    SHARE_HOLDERS = "who holds shares of the recovery key"
    SHARE_HOLDERS_KEY = "key to who holds shares"
    SAMPLE = "test vector"


@dataclass(frozen=True, slots=True)
class Place:
    """What a value is for, on which site, and in which row.

    `site` is the random id made when the site was set up (16 bytes); `row` names the row from
    the outside in, for example (case id, epoch, entry id).
    """

    purpose: Purpose
    site: bytes
    row: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """One unambiguous byte string: every part is preceded by its length."""
        return _head(self.purpose, self.site) + b"".join([_framed(part) for part in self.row])

    def frame(self, message: bytes) -> bytes:
        """The place and a message as one byte string that can be cut apart in one way only."""
        where = self.encode()
        return len(where).to_bytes(4, "big") + where + message


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


@lru_cache(maxsize=256)  # a list of ten thousand cases asks for forty thousand places
def _head(purpose: Purpose, site: bytes) -> bytes:
    return b"evenhand/1" + _framed(purpose.encode()) + _framed(site)
