"""What a process may leave behind when it dies or is looked at: nothing."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_M_MMAP_THRESHOLD = -3
_LARGE = 1024 * 1024


def leave_no_dumps() -> None:
    """No core file, and no other process of this user may read the memory (T-MEM)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _tell_linux(_PR_SET_DUMPABLE, 0)


def end_with_parent() -> None:
    """A worker whose parent was killed must not go on holding the port."""
    _tell_linux(_PR_SET_PDEATHSIG, signal.SIGTERM)


def give_memory_back() -> None:
    """What a slow step took goes back to the system at its end, and nothing of it stays readable.

    Otherwise the C library keeps it for the next time, 19 MB and more for each thread.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library than GNU's
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def _tell_linux(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
