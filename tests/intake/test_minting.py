"""Receipts are made ahead, each used once."""

from __future__ import annotations

import time

from evenhand.intake.minting import Pool, keys_from_code, mint
from evenhand.sealing.receipts import Receipt


def wait_until_full(pool: Pool, size: int) -> None:
    for _ in range(500):
        if len(pool) >= size:
            return
        time.sleep(0.01)


def test_the_seed_is_the_one_that_the_code_gives_later() -> None:
    minted = mint()

    assert keys_from_code(Receipt(minted.digits)).seed == minted.seed


def test_an_empty_store_makes_one_on_the_spot() -> None:
    assert len(Pool(1).take().digits) == 22


def test_no_receipt_is_handed_out_twice() -> None:
    pool = Pool(5)

    taken = {pool.take().digits for _ in range(40)}

    assert len(taken) == 40


def test_the_store_never_holds_more_than_its_size_until_it_grows() -> None:
    pool = Pool(3)
    pool.take()
    wait_until_full(pool, 3)
    time.sleep(0.05)
    assert len(pool) == 3

    pool.grow_to(6)
    wait_until_full(pool, 6)
    assert len(pool) == 6


def test_receipts_never_print_themselves() -> None:
    minted = mint()

    assert minted.digits not in repr(minted)
