"""The primitives, each by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from benchmarks.figures import Figure
from evenhand.sealing import envelope, wrapping
from evenhand.sealing.places import Place, Purpose
from evenhand.sealing.stretching import ACCOUNT_COST, RECEIPT_COST, Pepper, stretch

PLACE = Place(Purpose.SAMPLE, bytes(16), (b"row",))
PEPPER = Pepper(bytes(32))


def sealing_figures() -> Sequence[Figure]:
    key, reader = envelope.new_data_key(), wrapping.ReadingKey.new()
    wrapped = wrapping.wrap(key, to=reader.public, place=PLACE)
    text = bytes(4096)

    def stretched(cost: object) -> Callable[[], object]:
        return lambda: stretch(b"x", salt=bytes(16), pepper=PEPPER, cost=cost)  # type: ignore[arg-type]

    return [
        _each("HPKE wrap of a key", lambda: wrapping.wrap(key, to=reader.public, place=PLACE)),
        _each("HPKE unwrap", lambda: reader.unwrap(wrapped, place=PLACE)),
        _each("seal 4 KiB", lambda: envelope.seal(text, key=key, place=PLACE)),
        _each("Argon2id for a receipt", stretched(RECEIPT_COST), times=5),
        _each("Argon2id for a passphrase", stretched(ACCOUNT_COST), times=3),
    ]


def _each(name: str, act: Callable[[], object], *, times: int = 1000) -> Figure:
    started = time.perf_counter()
    for _ in range(times):
        act()
    return Figure(name, (time.perf_counter() - started) / times * 1000, "ms")
