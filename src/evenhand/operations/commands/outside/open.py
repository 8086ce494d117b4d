"""`evenhand outside open FILE`: read a note. Never on the server; `age -d` does the same."""

from __future__ import annotations

from argparse import Namespace
from getpass import getpass
from pathlib import Path

from evenhand.operations.commands.printing import refuse, say
from evenhand.sealing.errors import CannotOpen
from evenhand.sealing.outside import open_from_inside, outside_identity

_ASK = "Your secret key (starts with AGE-SECRET-KEY, is not shown): "
_WRONG = "this does not open: another key, or not the file as it was mailed."


def run(options: Namespace) -> int:
    try:
        kept = Path(options.key).read_text(encoding="utf-8") if options.key else getpass(_ASK)
        sealed = Path(options.file).read_bytes()
        opened = open_from_inside(sealed, identity=outside_identity(kept))
    except CannotOpen:
        return refuse(_WRONG)
    except (OSError, UnicodeDecodeError) as error:
        return refuse(f"a file cannot be read: {error.__class__.__name__}.")
    say(opened.reveal())
    return 0
