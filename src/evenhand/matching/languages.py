"""In which language is a text? Told by its small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from evenhand.matching.tables import small_words

_NEARLY = 0.75  # of the best one: languages that are like each other


def languages_of(spoken: Iterable[str]) -> frozenset[str]:
    """Of words in lower case: the languages of which most of them are small words."""
    told = set(spoken)
    counted = Counter(language for word in told for language in small_words().get(word, ()))
    counted["en"] -= sum(not word.isascii() for word in told)
    most = max(counted.values(), default=0)
    if most < 1:
        return frozenset()
    return frozenset(language for language, count in counted.items() if count >= most * _NEARLY)


def is_small(word: str, languages: Collection[str]) -> bool:
    """Is the word (lower case) one that says little in one of these languages?"""
    return not small_words().get(word, frozenset()).isdisjoint(languages)
