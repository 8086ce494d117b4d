"""A text as words, with what stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.matching.letters import CASELESS

HAN = "[々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
HANGUL = "[\uac00-\ud7a3]"
_LETTER = (
    r"(?:(?!_)[\w\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17dd])"
)
_WORD = re.compile(
    f"{HAN}+|{HANGUL}+|[\u30a1-\u30fa\u30fc-\u30ff]+|[\u3041-\u309f]+"
    f"|(?:(?!{HAN}|{HANGUL}|[\u3041-\u30ff]){_LETTER})+"
    f"(?:['’‘ʼ`´](?:(?!{HAN}|{HANGUL}|[\u3041-\u30ff]){_LETTER})+)*"
)
_STOPS = re.compile(r"[.!?;:…\n।。！？؟]|[\"“”«»(]")
# What sets the answers of a short field apart.
SEGMENTS = re.compile(r"[,;/\n()\[\]|:]|\s[-–—]\s|\s(?:and|or|und|et|y|&)\s")
LONGEST_WORD = 60
APOSTROPHE = re.compile("['’‘ʼ`´]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands."""

    text: str
    gap: str  # what stands before it
    is_cased: bool  # its script has capital letters
    is_capital: bool
    starts: bool  # … a sentence, or a text

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def follows_closely(self) -> bool:
        """Nothing but a space or a hyphen since the word before."""
        return not self.starts and self.gap in {" ", "-", "‐", "–"}


def words_of(text: str) -> Sequence[Word]:
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        word, gap = match[0][:LONGEST_WORD], text[end : match.start()]
        end = match.end()
        is_cased = CASELESS.search(word) is None
        starts = not found or _STOPS.search(_after_initial(gap, found)) is not None
        found.append(Word(word, gap, is_cased, is_cased and _begins(word).isupper(), starts))
    return found


def _begins(word: str) -> str:
    """Its first letter, after what an apostrophe joins to it: of d'Artois the A."""
    joined = APOSTROPHE.split(word, maxsplit=1)
    return joined[-1][:1] if len(joined[0]) <= 2 else word[:1]  # noqa: PLR2004


def _after_initial(gap: str, before: Sequence[Word]) -> str:
    """The dot of an initial or a title ends no sentence."""
    last = before[-1].text
    return gap[1:] if gap.startswith(".") and (len(last) == 1 or last in _SHORT) else gap


_SHORT = {"Mr", "Mrs", "Ms", "Dr", "Prof", "Hr", "Fr", "Sr", "Sra", "St"}


def is_shouted(words: Sequence[Word]) -> bool:
    """Nearly all in capital letters, so that a capital says nothing."""
    cased = [word.text for word in words if word.is_cased and len(word.text) > 1]
    shouted = sum(word.isupper() for word in cased)
    return len(cased) >= 4 and shouted > 0.7 * len(cased)  # noqa: PLR2004
