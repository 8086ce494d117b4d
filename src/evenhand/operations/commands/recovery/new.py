"""`evenhand recovery new`: make a recovery key and its shares. Offline, never on the server."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from evenhand.operations.commands.printing import refuse, say
from evenhand.operations.commands.recovery.asking import spoken, wait_for_enter, write_private
from evenhand.sealing.errors import ShareError
from evenhand.sealing.recovery_codes import spell_key
from evenhand.sealing.recovery_keys import RecoveryKeys, RecoveryPublic, new_recovery_secret
from evenhand.sealing.shares import combine, parse_share, split

_CLEAR_SCREEN = "\033[2J\033[3J\033[H"
_IN_A_ROW = 3
_WORDS = re.compile(r"^ *\d+\. .*$", re.MULTILINE)


def run(options: Namespace) -> int:
    secret = new_recovery_secret()
    key = RecoveryKeys.from_secret(secret).public
    shares = split(secret, needed=options.needed, holders=options.holders)
    pages = [
        "\n".join((*_heading(number, options), "", *_rows(share), "", _public_page(key)))
        for number, share in enumerate(shares, start=1)
    ]
    try:
        _try(pages, shares, key, needed=options.needed)
        if options.to:
            _write(pages, key, Path(options.to))
        else:
            _show(pages, key)
    except ShareError as error:
        return refuse(f"the shares do not give the key back; nobody may use them. {error}")
    except OSError as error:
        return refuse(f"{error.filename}: {error.strerror}. Nothing that was written may be used.")
    say("Done: the shares were tried, and any enough of them give the key back.")
    return 0


def _try(pages: list[str], shares: list[str], key: RecoveryPublic, *, needed: int) -> None:
    """Read every share back from its page, and combine each of them with the next ones."""
    read = [parse_share(_words_on(page)) for page in pages]
    for at in range(len(shares)):
        combine([*read[at:], *read[:at]][:needed], to=key)


def _write(pages: list[str], key: RecoveryPublic, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, page in enumerate(pages, start=1):
        write_private(folder / f"share-{number}.txt", page)
    write_private(folder / "recovery-key.txt", _public_page(key))
    say(f"{folder}: share-1.txt to share-{len(pages)}.txt, one for each holder.")
    say("Print each, give it to its holder alone, and destroy the files.")
    say(f"{folder}/recovery-key.txt is no secret: it is entered on the server.")


def _show(pages: list[str], key: RecoveryPublic) -> None:
    for number, page in enumerate(pages, start=1):
        wait_for_enter(
            f"{_CLEAR_SCREEN}Only the holder of share {number} may look now. Press Enter to see it."
        )
        say(page)
        wait_for_enter("Copy it onto paper, compare it, then press Enter: the screen is cleared.")
    say(_CLEAR_SCREEN + _public_page(key))


def _heading(number: int, options: Namespace) -> tuple[str, ...]:
    return (
        f"EVENHAND RECOVERY SHARE {number} of {options.holders}",
        "",
        f"It takes {options.needed} of these shares together to let somebody new in when the whole",
        "team has lost its passphrases. Fewer tell nothing. Keep it on paper, where only you find",
        "it. Do not photograph it, and type it only into a machine that is offline.",
    )


def _rows(share: str) -> list[str]:
    """In the order of reading, each word with its number."""
    words = share.split()
    return [
        "".join(f"{at + 1:3}. {words[at]:<10}" for at in range(row, row + _IN_A_ROW)).rstrip()
        for row in range(0, len(words), _IN_A_ROW)
    ]


def _words_on(page: str) -> str:
    """The lines with the words, each of which begins with a number."""
    return "\n".join(_WORDS.findall(page))


def _public_page(key: RecoveryPublic) -> str:
    lines = "\n".join(f"    {line}" for line in spell_key(key))
    words = spoken(key)
    return f"The recovery key (no secret):\n\n{lines}\n\nIts check words: {words}\n"
