"""The command line, `evenhand`.

Each command is a module of its own that is loaded when it is called: the process that only
watches over the server stays small because it never loads Django.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "serve": "serve the site on this machine (first: prepare)",
    "prepare": "bring the databases up to date; fill an empty one with a practice organisation",
    "setup": "print a fresh one-time link that opens the set-up of a real organisation",
    "invite": "print a fresh link for somebody who has not joined yet",
    "leave": "shut somebody out who leaves: at once, everywhere and for good",
    "drill": "add invented cases to the practice organisation",
    "check": "say whether the site is healthy",
}
WITHOUT_DJANGO = {"serve"}
PORT = 8000


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. The answer is the exit status: 0 when all is well."""
    options = _parser().parse_args(words)
    os.umask(0o077)  # what the site writes is for its own user only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.site.settings")
    if "EVENHAND_ORIGIN_FILE" not in os.environ:
        os.environ.setdefault("EVENHAND_ORIGIN", f"http://127.0.0.1:{options.port}")
    try:
        if options.command in WITHOUT_DJANGO:
            return int(import_module(f"{__package__}.commands.{options.command}").run(options))
        import_module("django").setup()
        return int(import_module(f"{__package__}.commands.with_database").run(options))
    except ValueError as error:  # a setting that cannot be used; says so in a sentence
        print(f"evenhand: {error}", file=sys.stderr)  # noqa: T201 (an operator reads this)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evenhand", description="Run an Evenhand site.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        port = os.environ.get("PORT") or PORT
        command.add_argument("--port", type=int, default=port, help="of the site ($PORT, 8000)")
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1", help="address to listen on")
        if name == "invite":
            command.add_argument("address", help="the e-mail address that was invited")
        if name == "leave":
            command.add_argument("address", help="the e-mail address they sign in with")
    return parser
