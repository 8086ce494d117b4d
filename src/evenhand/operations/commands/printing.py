"""What a command tells the operator, and how it ends when it refuses."""

from __future__ import annotations

import sys


def say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201 (an operator reads this)


def refuse(sentence: object) -> int:
    """Say why not; the answer is the exit status."""
    print(f"evenhand: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
    return 1
