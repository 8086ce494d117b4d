"""Shares of the recovery secret, by SLIP-39: some of them together give it, fewer give nothing.

A set of shares that was made with a passphrase combines to a secret that looks as good as the
right one. So shares are only ever combined *to* a public key, and anything else is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.constants import CUSTOMIZATION_STRING_EXTENDABLE
from shamir_mnemonic.rs1024 import verify_checksum
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from evenhand.sealing.envelope import DataKey
from evenhand.sealing.errors import (
    MistypedShare,
    MixedShares,
    OtherKey,
    SameShare,
    TooFewShares,
    WrongLength,
    WrongShares,
)
from evenhand.sealing.recovery_keys import RecoveryKeys, RecoveryPublic

WORDS = 33
FEWEST_NEEDED = 2
MOST_HOLDERS = 16  # of the format
_PREFIX = 4
_LONGEST_TYPED = 2000


def split(secret: DataKey, *, needed: int, holders: int) -> list[str]:
    """A share for each holder, 33 words long. Raises ValueError for numbers that do not do."""
    if not FEWEST_NEEDED <= needed <= holders <= MOST_HOLDERS:
        message = (
            f"At least {FEWEST_NEEDED} shares must be needed, and no more than there are holders,"
            f" of whom there can be {MOST_HOLDERS}."
        )
        raise ValueError(message)
    return list(generate_mnemonics(1, [(needed, holders)], bytes(secret))[0])


def parse_share(typed: str) -> str:
    """The share that was meant: case, spaces, numbers of words and cut-off words do not matter.

    Raises MistypedShare, which names the word where one can be told, or WrongLength.
    """
    plain = unicodedata.normalize("NFKD", typed[:_LONGEST_TYPED]).casefold()
    spoken = re.findall(r"[^\W\d_]+", plain)
    if len(spoken) != WORDS:
        raise WrongLength(len(spoken))
    share = [_by_start().get(word[:_PREFIX], "") for word in spoken]
    for at, (word, meant) in enumerate(zip(spoken, share, strict=True), start=1):
        if not meant.startswith(word) or len(word) < _PREFIX:
            raise MistypedShare(at=at)
    numbers = [WORD_INDEX_MAP[word] for word in share]
    if not _is_right(numbers):
        raise MistypedShare(at=_odd_word(numbers))
    try:
        Share.from_mnemonic(" ".join(share))
    except MnemonicError as error:  # the check is right, yet no share says that
        raise MistypedShare from error
    return " ".join(share)


def needed_of(share: str) -> int:
    """How many shares of its set are needed."""
    return int(Share.from_mnemonic(share).member_threshold)


def combine(shares: Sequence[str], *, to: RecoveryPublic) -> RecoveryKeys:
    """The recovery keys, from shares as `parse_share` gives them.

    Raises SameShare, MixedShares, TooFewShares, WrongShares, or OtherKey when what they give is
    not the private half of this public key.
    """
    check_together(shares)
    needed = needed_of(shares[0])
    if len(shares) < needed:
        raise TooFewShares
    try:
        secret = combine_mnemonics(shares[:needed])
    except MnemonicError as error:
        raise WrongShares from error
    keys = RecoveryKeys.from_secret(secret)
    if keys.public != to:
        raise OtherKey
    return keys


def check_together(shares: Sequence[str]) -> None:
    """Whether these shares can be of one set. Raises TooFewShares, SameShare, MixedShares."""
    if not shares:
        raise TooFewShares
    opened = [Share.from_mnemonic(share) for share in shares]
    if len({share.group_parameters() for share in opened}) > 1:
        raise MixedShares
    if len({share.index for share in opened}) < len(opened):
        raise SameShare


@cache
def _by_start() -> dict[str, str]:
    """No two words of the list share their first four letters."""
    return {word[:_PREFIX]: word for word in WORDLIST}


def _is_right(numbers: Sequence[int]) -> bool:
    return bool(verify_checksum(numbers, CUSTOMIZATION_STRING_EXTENDABLE))


def _odd_word(numbers: list[int]) -> int | None:
    """The only word by which one other word would make the check come out right.

    What that other word is, is not said: a share is copied, not guessed.
    """
    found = [
        at
        for at in range(WORDS)
        for other in range(len(WORDLIST))
        if _is_right([*numbers[:at], other, *numbers[at + 1 :]])
    ]
    return found[0] + 1 if len(found) == 1 else None
