from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.make import NOW


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
