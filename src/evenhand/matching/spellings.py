"""The ways to spell one name, brought to keys that can be compared.

Three kinds of key: the *letters* (Latin, without diacritics), the *sound* (one for all usual
transliterations) and the *stem* (the sound without the ending that a case or a gender gives).
"""

from __future__ import annotations

import re
import unicodedata

from evenhand.matching.letters import latin, looked_at

# Marks of vowels and stress, invisible signs, and the long stroke of Arabic. Not Indian vowels.
_MARKS = re.compile(
    "[\u00ad\u034f\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u115f\u1160\u180b-\u180f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_ISOLATED = re.compile("[\ud800-\udfff]")
_UMLAUTS = str.maketrans(
    {letter: f"{vowel}e" for letter, vowel in zip("äöüø", "aouo", strict=True)}
    | {"å": "aa", "ß": "ss", "đ": "dj"}
)
_DIGITS = (str.maketrans("013457@$", "oieastas"), str.maketrans("013457@$", "oleastas"))
_HEARD = {
    **dict.fromkeys(("shch", "sch", "szcz", "stsch", "sh", "zh", "sz", "rz"), "s"),
    **dict.fromkeys(("ts", "tz", "z"), "s"),
    **dict.fromkeys(("tch", "tsch", "tx", "cz", "ch", "kh"), "h"),
    **dict.fromkeys(("dzh", "dj", "dz", "ee", "y", "j"), "i"),
    **dict.fromkeys(("ck", "c", "q"), "k"),
    **dict.fromkeys(("ou", "oo"), "u"),
    "ph": "f",
    "th": "t",
    "gh": "g",
    "x": "ks",
    "w": "v",
    "ae": "e",
    "aa": "a",
    "ce": "se",
    "ci": "si",
    "cy": "si",
}
_WRITTEN = re.compile("|".join(sorted(_HEARD, key=len, reverse=True)))
_MUTE = re.compile("(?<=[^aeiou])h|(?<=.)h(?![aeiou])|i(?=e)")
_DOUBLE = re.compile(r"(.)\1+")
_ENDINGS = re.compile(
    "(?:skogo|skomu|skoi|ogo|ego|omu|emu|iami|ami|imi|oiu|eiu|iem|ovi|iei|iu|om|em|oi|ei|ii|ia|im"
    "|am|as|os|is|us|a|e|i|o|u)$"
)
_SHORTEST_STEM = 3


def cleaned(text: str) -> str:
    """Without what is not seen: compatibility forms, invisible signs, loose marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", _ISOLATED.sub(" ", text)))


def letters(word: str) -> frozenset[str]:
    """In Latin letters: without diacritics, and with umlauts written out."""
    lower = word.lower()
    if lower.isascii():
        return frozenset([plain] if (plain := latin(lower)) else [])
    ways = {lower, lower.casefold(), lower.translate(_UMLAUTS)}
    if "οι" in lower:
        ways.add(lower.replace("οι", "ε"))  # Economou
    return frozenset({latin(way) for way in ways} - {""})


def disguises(word: str) -> frozenset[str]:
    """Latin letters that a reader sees in digits and in letters of other scripts."""
    if word.isascii() and word.isalpha():
        return frozenset()
    lower = word.lower()
    seen = looked_at(lower)
    ways = {seen} if seen != lower and seen.isascii() else set()
    if any(sign.isdigit() for sign in lower) and any(sign.isalpha() for sign in lower):
        ways |= {seen.translate(digits) for digits in _DIGITS}
    return frozenset(way for way in ways if way.isalpha())


def sound(plain: str) -> str:
    """One key for all usual ways to write a name in Latin letters."""
    heard = _WRITTEN.sub(lambda found: _HEARD[found[0]], plain)
    heard = _DOUBLE.sub(r"\1", _MUTE.sub("", heard))
    return f"{heard[:-1]}v" if heard.endswith("f") else heard


def stem(heard: str) -> str:
    """A sound without the ending of a case, or nothing if too little is left."""
    left = _ENDINGS.sub("", heard)
    return left if len(left) >= _SHORTEST_STEM else ""


def with_one_left_out(plain: str) -> frozenset[str]:
    """Two words of which one letter differs have one of these in common."""
    return frozenset([plain, *(plain[:n] + plain[n + 1 :] for n in range(len(plain)))])
