"""Serve the floor like the site: `python -m benchmarks.floor` with $PORT and $EVENHAND_DATA."""

from __future__ import annotations

import os
import threading
import time
import urllib.request

from granian import Granian
from granian.constants import Interfaces


def main() -> None:
    port = int(os.environ["PORT"])
    threading.Thread(target=_say_when_ready, args=(port,), daemon=True).start()
    Granian(
        "benchmarks.floor_app:application",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=1,
        log_enabled=False,
    ).serve()


def _say_when_ready(port: int) -> None:
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
        except OSError:
            time.sleep(0.05)
        else:
            print("Evenhand is ready at (floor)", flush=True)
            return


if __name__ == "__main__":
    main()
