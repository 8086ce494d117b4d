"""Measure everything and print it: `make bench`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.client import Browser
from benchmarks.figures import Figure, keep, median, percentile
from benchmarks.flows import STORY, Told, look_at_cases, sign_in, tell
from benchmarks.keys import sealing_figures
from benchmarks.matching import matching_figures
from benchmarks.server import HOST, Server, prepared, seeded, serving

T = TypeVar("T")

SUSTAINED_FOR = 20.0
MANY = 10_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = list(_measured(Path(folder)))
    print(f"kept in {keep(figures)}")


def _measured(folder: Path) -> Iterator[Figure]:
    for measure in (_sealing, _names, _floor, _reports, _burst, _recusal, _members):
        print(f"· {(measure.__doc__ or '').splitlines()[0]}", flush=True)
        for figure in measure(folder):
            print(figure.line(), flush=True)
            yield figure


def _sealing(_folder: Path) -> Sequence[Figure]:
    """What the primitives cost."""
    return sealing_figures()


def _names(_folder: Path) -> Iterator[Figure]:
    """Members named in reports, on two lists of invented names and sentences."""
    yield from matching_figures()


def _floor(folder: Path) -> Iterator[Figure]:
    """The floor: a bare Django view that seals, wraps for eight and commits."""
    data = folder / "floor"
    data.mkdir()
    with serving(data, sys.executable, "-m", "benchmarks.floor") as server:
        for clients in (1, 8, 32):
            times, per_second = asyncio.run(_crowd(server, clients, _post_floor, seconds=5))
            yield from _times(f"floor: POST, {clients} clients", times)
            yield Figure(f"floor: POST, {clients} clients, rate", per_second, "/s")


def _reports(folder: Path) -> Iterator[Figure]:
    """Reports: from the start page to the receipt, eight readers, SQLite synchronous=FULL."""
    data = folder / "reports"
    prepared(data)
    seeded(data, "society")
    with serving(data) as server:
        yield Figure("ready after start", server.ready_after, "s", "≤ 3")
        time.sleep(3)
        yield Figure("memory at rest", server.memory_mb(), "MB", "≤ 150")
        aims = {
            1: {"p50": "≤ 30", "p99": "≤ 80"},
            8: {"p99": "≤ 250"},
            32: {"p99": "≤ 250"},
        }
        for clients in (1, 8, 32):
            told, _ = asyncio.run(_crowd(server, clients, tell, seconds=5))
            sending = [one.sending for one in told]
            yield from _times(f"report: POST, {clients} clients", sending, **aims[clients])
            time.sleep(20)  # receipts are minted ahead while nothing else happens
        time.sleep(40)
        told, rate = asyncio.run(_crowd(server, 8, tell, seconds=SUSTAINED_FOR))
        yield Figure("whole flow, 8 clients, sustained", rate, "/s", "≥ 65")
        yield from _times("whole flow, 8 clients", [one.whole for one in told])


def _burst(folder: Path) -> Iterator[Figure]:
    """A burst of 200 reporters at once."""
    with serving(folder / "reports") as server:
        time.sleep(20)
        started = time.perf_counter()
        told = asyncio.run(_all_at_once(server, 200))
        yield Figure(
            "burst of 200 whole flows", 200 / (time.perf_counter() - started), "/s", "≥ 150"
        )
        yield from _times("burst: POST", [one.sending for one in told])


def _recusal(folder: Path) -> Iterator[Figure]:
    """A reader steps back from a case with 200 entries, 50 of them files."""
    data = folder / "recusal"
    prepared(data)
    seeded(data, "society")
    took = float(seeded(data, "stepping_back", "200", "50"))
    yield Figure("stepping back, 200 entries and 50 files", took, "ms", "≤ 1000")


def _members(folder: Path) -> Iterator[Figure]:
    """Members: signing in, and a list of ten thousand cases."""
    data = folder / "members"
    prepared(data)
    seeded(data, "society")
    seeded(data, "cases", str(MANY))
    with serving(data) as server:
        signing_in, first, later, size = asyncio.run(_a_member(server))
        yield Figure("signing in", signing_in, "ms", "≤ 400")
        yield Figure(f"first look at {MANY} cases", first, "ms", "≤ 1500")
        yield Figure(f"later looks at {MANY} cases", later, "ms", "≤ 100")
        yield Figure(f"list of {MANY} cases, paged", size / 1024, "KB", "≤ 50")


async def _a_member(server: Server) -> tuple[float, float, float, int]:
    browser = Browser(HOST, server.port)
    signing_in = await sign_in(browser)
    first, size = await look_at_cases(browser)
    later = [(await look_at_cases(browser))[0] for _ in range(10)]
    await browser.close()
    return signing_in, first, median(later), size


async def _crowd(
    server: Server, clients: int, act: Callable[[Browser], Awaitable[T]], *, seconds: float
) -> tuple[list[T], float]:
    done: list[T] = []
    until = time.perf_counter() + seconds
    started = time.perf_counter()

    async def one() -> None:
        while time.perf_counter() < until:
            browser = Browser(HOST, server.port)
            done.append(await act(browser))
            await browser.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return done, len(done) / (time.perf_counter() - started)


async def _all_at_once(server: Server, count: int) -> list[Told]:
    browsers = [Browser(HOST, server.port) for _ in range(count)]
    return list(await asyncio.gather(*(tell(browser) for browser in browsers)))


async def _post_floor(browser: Browser) -> float:
    before = time.perf_counter()
    answer = await browser.post("/", {"what_happened": STORY})
    assert answer.status == 303
    return (time.perf_counter() - before) * 1000


def _times(name: str, times: Sequence[float], *, p50: str = "", p99: str = "") -> Iterator[Figure]:
    yield Figure(f"{name}, p50", percentile(times, 50), "ms", p50)
    yield Figure(f"{name}, p99", percentile(times, 99), "ms", p99)


main()
