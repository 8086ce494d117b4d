"""The receipt: the only thing that opens a report from the reporter's side.

One secret of 22 random digits (73 bits), two spellings: 24 digits (22 and 2 check digits,
mod 97 as in IBAN) in groups of four, or 8 words of a 2,048-word list of which the first four
letters suffice (88 bits: 74 of the digits, 14 of check). The check lets us say "word 4 looks
wrong" without asking the database whether such a report exists.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.signing import SigningKey
from evenhand.sealing.stretching import RECEIPT_COST, Cost, Pepper, stretch
from evenhand.sealing.wrapping import ReadingKey

DIGITS = 22


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """A receipt in the clear: 22 digits, without check digits."""

    digits: str

    def __post_init__(self) -> None:
        if len(self.digits) != DIGITS or not (self.digits.isascii() and self.digits.isdigit()):
            message = f"A receipt is {DIGITS} digits."
            raise ValueError(message)

    def __repr__(self) -> str:
        return "Receipt(…)"


@dataclass(frozen=True, slots=True, repr=False)
class ReceiptKeys:
    """What follows from a receipt: where the report is, and the reporter's two keys."""

    seed: bytes
    locator: bytes
    reading: ReadingKey
    signing: SigningKey

    @classmethod
    def from_seed(cls, seed: bytes, *, site: bytes) -> ReceiptKeys:
        return cls(
            seed=seed,
            locator=derive(seed, Place(Purpose.RECEIPT_LOCATOR, site)),
            reading=ReadingKey.from_bytes(derive(seed, Place(Purpose.RECEIPT_READING, site))),
            signing=SigningKey.from_bytes(derive(seed, Place(Purpose.RECEIPT_SIGNING, site))),
        )

    def __repr__(self) -> str:
        return "ReceiptKeys(…)"


def new_receipt() -> Receipt:
    return Receipt(f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}")


def keys_of(
    receipt: Receipt, *, pepper: Pepper, site: bytes, cost: Cost = RECEIPT_COST
) -> ReceiptKeys:
    """The slow step: one Argon2id run. The salt is the site's, since the code is all one has."""
    salt = derive(site, Place(Purpose.RECEIPT, site), length=16)
    seed = stretch(receipt.digits.encode(), salt=salt, pepper=pepper, cost=cost)
    return ReceiptKeys.from_seed(seed, site=site)
