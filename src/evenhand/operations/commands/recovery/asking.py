"""Ask people for shares and keys, on a machine that need not know any site."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from evenhand.operations.commands.printing import say
from evenhand.sealing.errors import MistypedKey, ShareError, TooFewShares
from evenhand.sealing.recovery_codes import parse_key, words_of_key
from evenhand.sealing.recovery_keys import RecoveryKeys, RecoveryPublic
from evenhand.sealing.shares import WORDS, check_together, combine, needed_of, parse_share

_KEY_LINE = re.compile(r"^\s*(?:\w{4}[ -]+){3}\w{4}\s*$")


def ask_shares(key: RecoveryPublic) -> RecoveryKeys:
    """Ask for shares until there are enough, and combine them to this key.

    What is mistyped is asked again. Raises ShareError when they do not make the key, or when
    nobody types any more.
    """
    shares: list[str] = []
    needed = 0
    while not shares or len(shares) < needed:
        say(
            f"\nShare {len(shares) + 1}{f' of {needed}' if needed else ''}: type its {WORDS} words."
        )
        say("The first four letters of each are enough. An empty line ends the share.")
        typed = _typed_share()
        try:
            share = parse_share(typed)
            check_together([*shares, share])
        except ShareError as refusal:
            say(f"{refusal} Please type this share again.")
            continue
        shares.append(share)
        needed = needed_of(share)
        say("This share reads well.")
    return combine(shares, to=key)


def ask_key(file: str) -> RecoveryPublic:
    """The public key, from a file or typed in. Raises MistypedKey."""
    if file:
        return parse_key("\n".join(_key_lines(Path(file).read_text(encoding="utf-8"))))
    say("Type the eight lines of the recovery key, as they stand on every share.")
    lines = [line for line in (_line() for _ in range(8)) if line]
    return parse_key("\n".join(lines))


def ask_number(question: str, most: int) -> int:
    """A number from 1; 0 when nobody answers."""
    say(question)
    while (answer := _line()) is not None:
        if answer.strip().isdecimal() and 1 <= int(answer) <= most:
            return int(answer)
        say(f"Please type a number from 1 to {most}.")
    return 0


def ask_yes(question: str) -> bool:
    say(f"{question} Type yes or no.")
    return (_line() or "").strip().casefold() == "yes"


def wait_for_enter(sentence: str) -> None:
    say(sentence)
    _line()


def write_private(path: Path, text: str) -> None:
    """A new file for this user's eyes only. Raises FileExistsError rather than overwrite."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def plain(text: str) -> str:
    """Words of a file from elsewhere: nothing in them may move the cursor or hide a line."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def spoken(key: RecoveryPublic) -> str:
    return " · ".join(words_of_key(key))


def _typed_share() -> str:
    """Lines up to an empty one, or until the last word. Raises TooFewShares when there is none."""
    typed = ""
    while len(re.findall(r"[^\W\d_]+", typed)) < WORDS:
        line = _line()
        if line is None:
            raise TooFewShares
        if not line.strip():
            if typed:
                break
            continue
        typed += f" {line}"
    return typed


def _line() -> str | None:
    """What somebody types; None when they are gone."""
    try:
        return input()
    except EOFError:
        return None


def _key_lines(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if _KEY_LINE.match(line)]
    if not lines:
        raise MistypedKey
    yield from lines
