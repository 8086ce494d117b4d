"""Letters of other scripts, where one letter after the other does not give what is spoken."""

from __future__ import annotations

import re

from anyascii import anyascii

# Cyrillic and Greek letters that look like a Latin one, for words made to deceive.
_LOOK_ALIKES = str.maketrans(
    "авекмнорстухѕіјһԁԛԝοανρτικηυγ",
    "abekmhopctyxsijhdqwoavptiknuy",
)
_GREEK = (
    ("ου", "u"), ("ού", "u"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γκ", "g"), ("μπ", "b"),
    ("ντ", "d"), ("τζ", "tz"), ("ει", "i"), ("οι", "i"), ("αι", "e"), ("η", "i"), ("υ", "i"),
    ("ή", "i"), ("ύ", "i"), ("εί", "i"), ("οί", "i"), ("αί", "e"), ("χ", "h"),
)  # fmt: skip
# Of scripts that write consonants: what a letter may be in Latin letters. A short vowel may stand
# between two consonants, but not beside a letter that is a vowel itself.
_SHORT_VOWEL = "[aeiou]?"
_VOWEL_LETTERS: dict[str, str] = {
    **dict.fromkeys("אاأإآٱە", "[aeo]*"),
    "ى": "(?:[aeiy])*",
    **dict.fromkeys("עعءئؤ", "[aeiou']{0,2}"),
    **dict.fromkeys("וو", "(?:[aei]?[wv]+[aeiou]?|[aei]?[uo]+){1,2}"),
    **dict.fromkeys("יيی", "(?:[yj]+[aeou]{0,2}|[aeo]?[yj]|[ae]?i|e){1,2}"),
    **dict.fromkeys("ةۀ", "[ae]?[ht]?"),
}
_CONSONANTS: dict[str, tuple[str, str]] = {
    **dict.fromkeys("הهح", ("h?", "")), "ח": ("(?:ch|h|kh)?", ""),
    "ב": ("[bv]+", "b"), "ب": ("b+", "b"),
    **dict.fromkeys("פףف", ("(?:ph|[pfv])+", "p")), "پ": ("p+", "p"),
    **dict.fromkeys("גجگ", ("(?:j|g|dj)+", "g")), "غ": ("(?:gh|g|r)+", "g"),
    "ד": ("d+", "d"), "د": ("d+", "d"), "ذ": ("(?:dh|th|d|z)+", "d"), "ض": ("(?:dh|[dz])+", "d"),
    "ז": ("[zs]+", "s"), "ز": ("z+", "s"), "ظ": ("(?:z|dh)+", "s"), "ژ": ("(?:zh|j)", "s"),
    **dict.fromkeys("טתتط", ("(?:th|t)+", "t")), "ث": ("(?:th|t|s)+", "t"),
    **dict.fromkeys("כךخ", ("(?:kh|ch|[kch])+", "k")),
    **dict.fromkeys("קكکق", ("(?:ck|gh|[kqcg])+", "k")),
    **dict.fromkeys("לل", ("l+", "l")), **dict.fromkeys("מםم", ("m+", "m")),
    **dict.fromkeys("נןن", ("n+", "n")), **dict.fromkeys("רر", ("r+", "r")),
    **dict.fromkeys("סשسش", ("(?:sch|sh|ch|[sc])+", "s")), "ص": ("s+", "s"),
    **dict.fromkeys("צץ", ("(?:tz|ts|z|c)+", "s")), "چ": ("(?:tch|ch)", "s"),
}  # fmt: skip
_ABJAD = re.compile(r"[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3]")
# Every Indian script has its block of 128, with the same order inside.
_CONSONANT_PLACES, _SIGN_PLACES = range(0x15, 0x3A), range(0x3C, 0x4E)
_GREEK_LETTER = re.compile(r"[\u0386-\u03ce]")
_NASAL = re.compile("()ं(?=[पफबभम])")
_INDIC = re.compile(r"[\u0900-\u0dff]")
CASELESS = re.compile(r"[\u0590-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f\u3040-\uffef]")


def is_abjad(word: str) -> bool:
    return _ABJAD.search(word) is not None


def looked_at(word: str) -> str:
    """The word as it looks to somebody who reads Latin letters."""
    return word.translate(_LOOK_ALIKES)


def latin(word: str) -> str:
    """The word (lower case) in Latin letters, about as it is spoken."""
    if word.isascii():
        return word if word.isalnum() else "".join(filter(str.isalnum, word))
    if _GREEK_LETTER.search(word):
        for greek, spoken in _GREEK:
            word = word.replace(greek, spoken)
    if _INDIC.search(word):
        word = _with_vowels(_NASAL.sub(r"\1म्", word).replace("ं", "न्"))
    return "".join(filter(str.isalnum, anyascii(word).lower()))


def _with_vowels(word: str) -> str:
    """Indian scripts: a consonant without a vowel sign is followed by a short a, but at the end."""
    spelled = []
    for letter, following in zip(word, word[1:] + "\u094d", strict=True):
        spelled.append(anyascii(letter) if letter not in "शष" else "sh")
        if _is_consonant(letter) and not _is_sign(following):
            spelled.append("a")
    return "".join(spelled)


def _is_consonant(letter: str) -> bool:
    return "\u0900" <= letter <= "\u0dff" and ord(letter) & 0x7F in _CONSONANT_PLACES


def _is_sign(letter: str) -> bool:
    return "\u0900" <= letter <= "\u0dff" and ord(letter) & 0x7F in _SIGN_PLACES


def bones_of_abjad(word: str) -> str:
    """The classes of the consonants of a word in Hebrew or Arabic letters."""
    bones = "".join(_CONSONANTS.get(letter, ("", ""))[1] for letter in word)
    return _without_doubles(bones.translate(_CLOSE))


def pattern_of_abjad(word: str) -> re.Pattern[str]:
    """What a word in Hebrew or Arabic letters may be in Latin ones."""
    spelled = [_SHORT_VOWEL if word[:1] in _VOWEL_LETTERS else ""]
    for letter, following in zip(word, [*word[1:], ""], strict=True):
        if letter in _CONSONANTS:
            between = _SHORT_VOWEL if following in _CONSONANTS else ""
            spelled.append(_CONSONANTS[letter][0] + between)
        else:
            spelled.append(_VOWEL_LETTERS.get(letter, ""))
    if word[:1] in {"ה", "ه", "ح"}:
        spelled[1] = spelled[1].replace("h?", "h", 1)
    if word[-1:] in {"ה", "ه"}:
        spelled.append("[ae]?h?")
    return re.compile("".join(spelled))


_LATIN_CLASSES = (
    ("sch", "s"), ("sh", "s"), ("tz", "s"), ("ts", "s"), ("ph", "p"), ("th", "t"), ("dh", "d"),
    ("kh", "k"), ("gh", "g"), ("dj", "g"), ("ck", "k"), ("ks", "k"), ("ce", "s"), ("ci", "s"),
)  # fmt: skip
_ONE_BY_ONE = str.maketrans("fcqjgxzd", "pkkkkkss", "aeiouyhw")
_CLOSE = str.maketrans("gd", "ks")  # one class: what differs is seen in the pattern


def bones_of_latin(word: str) -> frozenset[str]:
    """The consonants a Latin word would have in Hebrew or Arabic letters; several ways."""
    for written, heard in _LATIN_CLASSES:
        word = word.replace(written, heard)
    ways = {word.replace("ch", way) for way in ("k", "s", "")}
    ways |= {way.replace("j", "") for way in ways}
    ways = {way.replace("v", letter) for way in ways for letter in ("b", "p", "")}
    return frozenset(_without_doubles(way.translate(_ONE_BY_ONE)) for way in ways)


def _without_doubles(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", text)
