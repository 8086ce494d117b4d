"""Receipts made ahead. The slow step is done before anybody waits for it.

They wait in memory only; one that is never used leads nowhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Lock, Thread, get_native_id

from django.conf import settings

from evenhand.rows.turns import wait_for_turn
from evenhand.sealing.receipts import Receipt, ReceiptKeys, keys_of, new_receipt

POOL_SIZE = 200
_LOWEST_PRIORITY = 19
_QUEUE = "receipts-queue"  # a file in the data folder that holds nothing


@dataclass(frozen=True, slots=True, repr=False)
class Minted:
    """A receipt and the seed of its keys."""

    digits: str
    seed: bytes

    def __repr__(self) -> str:
        return "Minted(…)"


class Pool:
    """A bounded store of receipts, filled by one quiet thread from the first use on."""

    def __init__(self, size: int) -> None:
        self._ready: Queue[Minted] = Queue(maxsize=size)
        self._starting = Lock()
        self._filler: Thread | None = None

    def take(self) -> Minted:
        """A receipt from the store; made on the spot when the store is empty."""
        self.start()
        try:
            return self._ready.get_nowait()
        except Empty:
            return mint()

    def start(self) -> None:
        """Begin to fill, once per process (threads do not survive a fork)."""
        with self._starting:
            if self._filler is None or not self._filler.is_alive():
                self._filler = Thread(target=self._fill, name="receipts", daemon=True)
                self._filler.start()

    def grow_to(self, size: int) -> None:
        """Hold up to `size` receipts from now on."""
        with self._ready.not_full:
            self._ready.maxsize = size
            self._ready.not_full.notify()

    def __len__(self) -> int:
        return self._ready.qsize()

    def _fill(self) -> None:
        # On Linux a priority belongs to a thread: people who wait go first.
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _LOWEST_PRIORITY)
        while True:
            self._ready.put(_mint_in_turn())


def _mint_in_turn() -> Minted:
    """One process at a time: each run takes its memory, and nobody waits for this one."""
    turn = wait_for_turn(settings.DATA / _QUEUE)
    try:
        return mint()
    finally:
        os.close(turn)


def mint() -> Minted:
    """A new receipt with its seed: one Argon2id run."""
    receipt = new_receipt()
    return Minted(receipt.digits, keys_from_code(receipt).seed)


def keys_from_code(receipt: Receipt) -> ReceiptKeys:
    """The keys that follow from a receipt on this site."""
    site = settings.SITE_SECRETS
    return keys_of(receipt, pepper=site.pepper, site=site.site, cost=settings.KDF_COSTS["receipt"])


_pool = Pool(POOL_SIZE)


def take_receipt() -> Minted:
    return _pool.take()


def fill_ahead(size: int = POOL_SIZE) -> None:
    """Start to fill the store before the first visitor comes."""
    _pool.grow_to(size)
    _pool.start()
