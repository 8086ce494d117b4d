"""`evenhand recovery drill`: the holders try their shares, once a year. Offline."""

from __future__ import annotations

from argparse import Namespace

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.commands.recovery.asking import ask_key, ask_shares, spoken
from evenhand.sealing.errors import MistypedKey, ShareError


def run(options: Namespace) -> int:
    try:
        key = ask_key(options.key)
        say(f"The check words of this key: {spoken(key)}")
        ask_shares(key)
    except (MistypedKey, ShareError, OSError) as refusal:
        return refuse(refusal)
    say("These shares give this recovery key. Now record the day on the page Recovery.")
    return 0
