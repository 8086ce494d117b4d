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
    "recovery": "let somebody in when the whole team has lost its passphrases",
    "outside": "the outside contact: to whom goes what nobody here may read",
}
RECOVERY = {
    "new": "offline: make a recovery key and its shares",
    "drill": "offline: the holders try their shares",
    "open": "offline: the holders let somebody in",
    "bundle": "on the server: write what the holders need",
    "let-in": "on the server: take in what the holders have granted",
}
OUTSIDE = {
    "new": "offline: make a key, for the outside contact alone",
    "open": "offline: the outside contact reads a note",
    "set": "on the server: say who the outside contact is",
}
WITHOUT_DJANGO = {
    "serve",
    "recovery.new",
    "recovery.drill",
    "recovery.open",
    "outside.new",
    "outside.open",
}
PORT = 8000


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. The answer is the exit status: 0 when all is well."""
    options = _parser().parse_args(words)
    os.umask(0o077)  # what the site writes is for its own user only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.site.settings")
    if "EVENHAND_ORIGIN_FILE" not in os.environ:
        os.environ.setdefault("EVENHAND_ORIGIN", f"http://127.0.0.1:{options.port}")
    try:
        if options.module in WITHOUT_DJANGO:
            return int(import_module(f"{__package__}.commands.{options.module}").run(options))
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
        if name in _WITH_MORE:
            _WITH_MORE[name](command)
            continue
        _add_common(command, name)
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1", help="address to listen on")
        if name == "invite":
            command.add_argument("address", help="the e-mail address that was invited")
        if name == "leave":
            command.add_argument("address", help="the e-mail address they sign in with")
    return parser


def _add_recovery(recovery: argparse.ArgumentParser) -> None:
    commands = recovery.add_subparsers(dest="what", required=True, metavar="WHAT")
    found = {
        name: commands.add_parser(name, help=purpose, description=purpose)
        for name, purpose in RECOVERY.items()
    }
    for name, command in found.items():
        _add_common(command, f"recovery.{name.replace('-', '_')}")
    new = found["new"]
    new.add_argument("--holders", type=int, default=3, help="how many shares to make (3)")
    new.add_argument("--needed", type=int, default=2, help="how many open it together (2)")
    new.add_argument("--to", default="", help="folder for a file each; else on the screen")
    found["drill"].add_argument("--key", default="", help="file with the recovery key; else asked")
    found["open"].add_argument("bundle", help="the file from the server")
    found["open"].add_argument("out", help="the file to write, for the server")
    found["bundle"].add_argument("out", help="the file to write")
    found["bundle"].add_argument(
        "--organisation", default="", help="its name, if there are several"
    )
    found["let-in"].add_argument("grant", help="the file that the holders have made")


def _add_outside(outside: argparse.ArgumentParser) -> None:
    commands = outside.add_subparsers(dest="what", required=True, metavar="WHAT")
    found = {
        name: commands.add_parser(name, help=purpose, description=purpose)
        for name, purpose in OUTSIDE.items()
    }
    for name, command in found.items():
        _add_common(command, f"outside.{name}")
    found["open"].add_argument("file", help="the note as it was mailed: note.age")
    found["open"].add_argument("--key", default="", help="file with your secret key; else asked")
    found["set"].add_argument("name", help="who they are, as reporters see it")
    found["set"].add_argument("address", help="their e-mail address")
    found["set"].add_argument("key", help="their public key, which starts with age1")
    found["set"].add_argument("--organisation", default="", help="its name, if there are several")


def _add_common(command: argparse.ArgumentParser, module: str) -> None:
    command.set_defaults(module=module)
    port = os.environ.get("PORT") or PORT
    command.add_argument("--port", type=int, default=port, help="of the site ($PORT, 8000)")


_WITH_MORE = {"recovery": _add_recovery, "outside": _add_outside}
