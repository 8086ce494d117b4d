"""`evenhand recovery open BUNDLE OUT`: the holders let somebody in. Never on the server."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.commands.recovery.asking import (
    ask_number,
    ask_shares,
    ask_yes,
    plain,
    spoken,
    write_private,
)
from evenhand.sealing.errors import SealingError
from evenhand.vault.bundle_codec import bundle_from_text, grant_to_text
from evenhand.vault.errors import NotSuchFile
from evenhand.vault.handing_over import grant_for, words_of
from evenhand.vault.values.handing_over import Bundle, Newcomer


def run(options: Namespace) -> int:
    try:
        bundle = bundle_from_text(Path(options.bundle).read_text(encoding="utf-8"))
        say(f"This is for {plain(bundle.organisation)}.")
        say(f"The check words of its recovery key: {spoken(bundle.key)}")
        newcomer = _chosen(bundle)
        if newcomer is None:
            return refuse("nobody was chosen, and nothing was opened.")
        keys = ask_shares(bundle.key)
        write_private(Path(options.out), grant_to_text(grant_for(newcomer, bundle, keys=keys)))
    except NotSuchFile as error:
        return refuse(error.__doc__)
    except (SealingError, OSError) as refusal:
        return refuse(refusal)
    say(f"{options.out} lets {plain(newcomer.name)} in. On the server: evenhand recovery let-in.")
    say("Now destroy the bundle, and make a new recovery key: this one was in a computer.")
    return 0


def _chosen(bundle: Bundle) -> Newcomer | None:
    """Whom to let in, once somebody has asked them for their words."""
    if not bundle.newcomers:
        say("Nobody has joined who waits to be let in.")
        return None
    say("\nWho waits to be let in, with the check words of their keys:")
    for number, newcomer in enumerate(bundle.newcomers, start=1):
        say(f"{number}. {plain(newcomer.name)}: {' · '.join(words_of(newcomer, bundle))}")
    say("They see their own words on their page. Call or meet them, and compare all six.")
    number = ask_number("Who is let in? Type the number.", len(bundle.newcomers))
    if not number:
        return None
    newcomer = bundle.newcomers[number - 1]
    name = plain(newcomer.name)
    is_same = ask_yes(f"Has {name} told you these very words, in person or by voice?")
    return newcomer if is_same else None
