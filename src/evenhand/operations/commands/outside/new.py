"""`evenhand outside new`: a key for the outside contact, made on their own machine.

Needs no site and no data folder. What it prints is a file that `age` understands too.
"""

from __future__ import annotations

from argparse import Namespace

from evenhand.operations.commands.printing import say
from evenhand.sealing.outside import new_outside_identity

_WORDS = """\
# For the outside contact alone. Keep all of this in a file on your own device, and once more
# in a safe place, for example printed. Without the last line no note opens, and nobody can
# make it again. Never send that line to anybody, and least of all to the community.
# Give the community only the public key, and read it out to whoever asks you for it."""


def run(_options: Namespace) -> int:
    identity = new_outside_identity()
    say(f"{_WORDS}\n# public key: {identity.key}\n{identity.line.reveal()}")
    return 0
