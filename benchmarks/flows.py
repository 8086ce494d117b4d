"""What people do, as requests."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from benchmarks.client import Answer, Browser
from benchmarks.names import ADDRESS, PASSPHRASE, SLUG

STORY = "They kept following me from room to room and would not stop when I asked. " * 3
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Told:
    """How long the two things took that matter to a reporter, in milliseconds."""

    sending: float
    whole: float


async def tell(browser: Browser) -> Told:
    """From the start page to the receipt, as a person goes."""
    started = time.perf_counter()
    await _fine(browser.get(f"/c/{SLUG}/"))
    form = await _fine(browser.get(f"/c/{SLUG}/tell"))
    values = hidden_in(form.text()) | {"what_happened": STORY, "go": "send"}
    before = time.perf_counter()
    sent = await browser.post(f"/c/{SLUG}/tell", values)
    after = time.perf_counter()
    assert sent.status == 303, sent.status
    receipt = await _fine(browser.get("/c/sent"))
    assert "code" in receipt.text()
    whole = time.perf_counter()
    return Told(sending=(after - before) * 1000, whole=(whole - started) * 1000)


async def sign_in(browser: Browser) -> float:
    """Milliseconds of the request that carries the passphrase."""
    page = await _fine(browser.get("/m/sign-in"))
    values = hidden_in(page.text()) | {"address": ADDRESS, "passphrase": PASSPHRASE}
    before = time.perf_counter()
    answer = await browser.post("/m/sign-in", values)
    assert answer.status == 303, answer.status
    return (time.perf_counter() - before) * 1000


async def look_at_cases(browser: Browser) -> tuple[float, int]:
    """Milliseconds and bytes of the list of cases."""
    before = time.perf_counter()
    page = await _fine(browser.get("/m/"))
    return (time.perf_counter() - before) * 1000, page.bytes_sent


def hidden_in(page: str) -> dict[str, str]:
    main = page[page.index("<main") :]
    return dict(_HIDDEN.findall(main))


async def _fine(asked: Awaitable[Answer]) -> Answer:
    answer = await asked
    assert answer.status == 200, answer.status
    return answer
