"""`evenhand serve`: a parent that loads the program, starts the server and watches over it.

The workers are copies of the parent, so that they share the memory of what it has loaded. Each
serves the site and looks for due jobs. They write one SQLite file in turn (`rows/sqlite/base.py`).
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from argparse import Namespace
from contextlib import suppress
from importlib import import_module
from threading import Thread
from wsgiref.types import WSGIApplication

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.hardening import end_with_parent, give_memory_back, leave_no_dumps
from evenhand.operations.listening import Place, Watch

SITE = "evenhand.operations.serving"
LOADED = "evenhand.operations.loading"
# More would wait for each other more than they gain: see decision 0020.
MOST_WORKERS = 2
THREADS = 2
LONGEST_STOP_SECONDS = 10


def run(options: Namespace) -> int:
    """Serve until told to stop; the answer is the exit status."""
    leave_no_dumps()
    place = Place(options.host, options.port)
    if place.is_taken():
        return refuse(f"port {place.port} is already in use. Set PORT to another one.")
    preparing = _prepare()
    try:
        _load_once()
        status = _serve(place)
        if status != 0:
            _let_it_say_why(preparing)
    finally:
        preparing.terminate()  # does nothing when it is done
    return max(preparing.wait(), 0) or status  # below 0: we stopped it ourselves


def _load_once() -> None:
    """Load the program before the workers are made; they cannot share what is loaded later.

    Whatever stops it stops them too, and the preparing, which says why.
    """
    with suppress(ImportError, OSError, ValueError):
        import_module(LOADED)
    gc.collect()
    gc.freeze()  # a look for garbage would write to every page, and it would be shared no more


def _let_it_say_why(preparing: subprocess.Popen[bytes]) -> None:
    """What stops the site mostly stops the preparing too, which says it in a sentence."""
    with suppress(subprocess.TimeoutExpired):
        preparing.wait(timeout=5)


def _prepare() -> subprocess.Popen[bytes]:
    """Bring the databases up to date in a process of its own, which gives its memory back.

    Meanwhile this process loads the program. The workers serve once the pipe is closed, which
    happens by itself when this process ends.
    """
    until_prepared, held_while_preparing = os.pipe()
    preparing = subprocess.Popen(
        [sys.executable, "-m", "evenhand.operations", "prepare"], pass_fds=[held_while_preparing]
    )
    os.close(held_while_preparing)
    os.environ["EVENHAND_UNTIL_PREPARED"] = str(until_prepared)
    Thread(target=_stop_when_it_fails, args=(preparing,), daemon=True).start()
    return preparing


def _stop_when_it_fails(preparing: subprocess.Popen[bytes]) -> None:
    if preparing.wait() != 0:
        os.kill(os.getpid(), signal.SIGTERM)


def _serve(place: Place) -> int:
    """Serve; start again when the server gives up although the site had answered.

    The server replaces a worker that dies, but stops altogether when two die shortly after
    each other. If the site had answered in between, something outside kills workers (the
    system, short of memory, say), and giving up would make it worse.
    """
    watch = Watch(place, tell=lambda: say(f"Evenhand is ready at {place.url}/"))
    has_answered = False
    while True:
        watch.start()
        try:
            _serve_once(place)
        except SystemExit:
            has_answered = has_answered or watch.has_answered.is_set()
            if not has_answered:
                return refuse("the site does not start. `evenhand check` may say why.")
        else:
            return 0
        finally:
            watch.is_over.set()
        watch = Watch(place, tell=lambda: None)


def _serve_once(place: Place) -> None:
    server = Granian(
        SITE,
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        runtime_mode=RuntimeModes.st,
        workers=min(MOST_WORKERS, os.cpu_count() or 1),
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,  # it would print addresses of pages; the log is evenhand.audit
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST_STOP_SECONDS,
    )
    server.serve(target_loader=_load)


def _load(site: str) -> WSGIApplication:
    """Runs in the worker, which has to forget first how its parent takes signals."""
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, signal.SIG_DFL)
    leave_no_dumps()
    give_memory_back()
    end_with_parent()
    application: WSGIApplication = import_module(site).application
    return application
