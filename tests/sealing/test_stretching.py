from __future__ import annotations

import hashlib

from evenhand.sealing.stretching import (
    ACCOUNT_COST,
    RECEIPT_COST,
    Cost,
    Pepper,
    Stretched,
    stretch,
    stretch_passphrase,
)

CHEAP = Cost(memory_kib=64, passes=1)
PEPPER = Pepper(b"p" * 32)
SALT = b"s" * 16
SITE = bytes(16)


def stretched(
    passphrase: str, *, salt: bytes = SALT, pepper: Pepper = PEPPER, site: bytes = SITE
) -> Stretched:
    return stretch_passphrase(passphrase, salt=salt, pepper=pepper, site=site, cost=CHEAP)


def test_the_same_passphrase_gives_the_same_halves() -> None:
    assert stretched("lake copper") == stretched("lake copper")


def test_passphrase_salt_pepper_and_site_each_change_both_halves() -> None:
    made = [
        stretched("lake copper"),
        stretched("lake copper "),
        stretched("lake copper", salt=b"t" * 16),
        stretched("lake copper", pepper=Pepper(b"q" * 32)),
        stretched("lake copper", site=b"t" * 16),
    ]

    assert len({one.verifier for one in made}) == len(made)
    assert len({bytes(one.key) for one in made}) == len(made)


def test_the_verifier_tells_nothing_of_the_key() -> None:
    made = stretched("lake copper")

    assert len(made.key) == 32
    assert made.verifier != hashlib.sha256(made.key).hexdigest()


def test_a_passphrase_is_the_same_from_every_keyboard() -> None:
    composed, decomposed = "caf\u00e9 \u212b", "cafe\u0301 \u00c5"

    assert stretched(composed) == stretched(decomposed)


def test_a_passphrase_of_broken_text_is_still_a_passphrase() -> None:
    assert stretched("\ud800") != stretched("\udfff")


def test_memory_and_passes_count() -> None:
    costs = (CHEAP, Cost(memory_kib=128, passes=1), Cost(memory_kib=64, passes=2))

    outputs = {stretch(b"x", salt=SALT, pepper=PEPPER, cost=cost) for cost in costs}

    assert len(outputs) == 3
    assert {len(output) for output in outputs} == {64}


def test_the_costs_are_those_promised() -> None:
    assert Cost(memory_kib=65536, passes=3) == ACCOUNT_COST
    assert Cost(memory_kib=19456, passes=2) == RECEIPT_COST
