"""The words of a story or of a short field, and what is known of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.matching.endings import INFLECTING, inflects
from evenhand.matching.languages import is_small, languages_of
from evenhand.matching.reading import Word, is_shouted

_INFLECTING = frozenset("ąćęłńśźżčšžřěůďťňāēīūģķļņėįųőű")

_LIKE_GERMAN = frozenset(["en", "da", "no", "sv", "nl"])  # but nouns are small there


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that belong together."""

    words: Sequence[Word]
    is_field: bool
    is_shouted: bool
    is_german: bool  # there every noun has a capital
    is_inflecting: bool  # names have endings there: Polish, Finnish, Turkish …
    has_capitals: bool  # some word has one, so that a name would have one, too
    languages: frozenset[str]

    @classmethod
    def of(cls, spoken: Sequence[Word], *, is_field: bool) -> Passage:
        lower = [word.lower for word in spoken]
        languages = languages_of(word.lower for word in spoken if not word.is_capital)
        marked = any(letter in _INFLECTING for word in lower for letter in word)
        return cls(
            spoken,
            is_field,
            is_shouted(spoken),
            is_german="de" in languages and languages.isdisjoint(_LIKE_GERMAN),
            is_inflecting=marked or inflects(languages),
            has_capitals=any(word.is_capital for word in spoken),
            languages=languages,
        )

    def may_inflect(self, word: Word) -> bool:
        return (
            self.is_inflecting
            or not word.text.isascii()
            or not (self.languages or word.starts or self.is_field)
        )

    @property
    def is_english(self) -> bool:
        return "en" in self.languages or not self.languages

    @property
    def is_uninflected(self) -> bool:
        """Is it known that names have no endings here?"""
        return bool(self.languages) and not self.is_inflecting

    @property
    def endings_of(self) -> frozenset[str]:
        """The languages of which a name may have an ending here."""
        return self.languages if self.languages or self.is_field else INFLECTING

    def at(self, place: int) -> Word | None:
        return self.words[place] if 0 <= place < len(self.words) else None

    def text(self, place: int) -> str:
        word = self.at(place)
        return word.text if word is not None else ""

    def lower(self, place: int) -> str:
        word = self.at(place)
        return word.lower if word is not None else ""

    def gap(self, place: int) -> str:
        """What stands before the word."""
        word = self.at(place)
        return word.gap if word is not None else ""

    def starts(self, place: int) -> bool:
        word = self.at(place)
        return word is not None and word.starts

    def is_cased(self, place: int) -> bool:
        word = self.at(place)
        return word is not None and word.is_cased

    def follows_closely(self, place: int) -> bool:
        word = self.at(place)
        return word is not None and word.follows_closely

    def has_capital(self, place: int) -> bool:
        """A capital that says something, of a word next to the one before."""
        word = self.at(place)
        return word is not None and word.is_capital and not self.is_shouted

    def is_small(self, place: int) -> bool:
        """Is the word one that says little in the language of the passage?"""
        return is_small(self.lower(place), self.languages or frozenset(["en"]))
