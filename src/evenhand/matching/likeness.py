"""Which parts of the names a single word is like."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from evenhand.matching.endings import CUT, bases_of_word, joins
from evenhand.matching.letters import (
    CASELESS,
    bones_of_abjad,
    bones_of_latin,
    is_abjad,
    pattern_of_abjad,
)
from evenhand.matching.names import Likeness, Names, Part
from evenhand.matching.reading import APOSTROPHE, HAN, HANGUL
from evenhand.matching.spellings import disguises, letters, sound, stem, with_one_left_out
from evenhand.matching.tables import every_name, given_names, people

Hits = dict[Part, Likeness]
_SIGNS = re.compile(f"{HAN}|{HANGUL}|[\u3041-\u30ff]")
_FOND = re.compile(
    "(?:it[oa]s?|inh[oa]|(?:t|et)?je|chen|lein|chik|(?:en|in|on|och|ech|us|ush|yush)?k[aio]|usha?|ek|ik|"
    "ic[kh]?a|c[iy]a|us|cik|can|ino|ina|ett[ae])$"
)
_ELIDED = frozenset("cjlmnstCJLMNST")  # J'ai
_HEBREW = "\u05ea"  # its last letter
_HARD = re.compile("([gq])u$")  # Thiago, Thiaguinho
_SHORTEST_FOND = 4
_BEFORE_HEBREW_OR_ARABIC = frozenset("ובלמשכوفبلك")
_LONGEST_ABJAD = 24


def same_parts(word: str, names: Names) -> Hits:
    """Quick: the parts that the word is, or is another form of."""
    hits: Hits = {}
    for form in _forms(word):
        _take_same(hits, letters(form), names)
    return hits


def like_parts(word: str, names: Names, languages: Collection[str] = ()) -> Hits:
    """Thorough: also those that it sounds like, or misspells."""
    hits: Hits = {}
    for form in _forms(word):
        if CASELESS.search(form):
            _take_caseless(hits, form, names)
        else:
            _take_cased(hits, form, names, languages=languages)
    if names.abjad and not is_abjad(word):
        _take(hits, _as_abjad(word, names))
    return hits


def _take_cased(hits: Hits, form: str, names: Names, *, languages: Collection[str]) -> None:
    ways = letters(form)
    _take_same(hits, ways, names)
    for seen in disguises(form):
        _take(hits, _all(_parts(names, seen), Likeness.SOUNDING))
    for plain in ways:
        _take_sounding(hits, plain, names)
        _take_fond(hits, plain, names)
        _take(hits, _inflected(form, plain, names, languages=languages))
        _take_misspelt(hits, plain, names)


def _take_caseless(hits: Hits, form: str, names: Names) -> None:
    """Without nicknames, which are words in another language."""
    for plain in letters(form):
        same = (part for part, like in names.parts.get(plain, ()) if like is Likeness.SAME)
        _take(hits, _all(same, Likeness.SAME))
        if not _SIGNS.match(form):
            _take_sounding(hits, plain, names)
            _take_misspelt(hits, plain, names)
    if is_abjad(form):
        _take(hits, _of_abjad(form, names))


def _take_same(hits: Hits, ways: Iterable[str], names: Names) -> None:
    for plain in ways:
        _take(hits, names.parts.get(plain, ()))
        if plain.endswith("s") and len(plain) > 3 and plain not in people("given"):  # noqa: PLR2004
            _take(hits, _all(_parts(names, plain[:-1]), Likeness.SOUNDING))


def resembling_parts(word: str, parts: Iterable[Part]) -> Hits:
    """Loose: of these parts, those that differ in two letters; in one, if they are short."""
    ways = [plain for plain in letters(word) if len(plain) > 4]  # noqa: PLR2004
    heard = [(sound(plain), _may_differ(plain)) for plain in ways]
    return {
        part: Likeness.RESEMBLING
        for part in parts
        if len(part.plain) > 4  # noqa: PLR2004
        and any(OSA.distance(one, sound(part.plain), score_cutoff=far) <= far for one, far in heard)
    }


def _may_differ(plain: str) -> int:
    return 2 if len(plain) > 5 and plain not in every_name() else 1  # noqa: PLR2004


def _forms(word: str) -> Iterator[str]:
    """Without apostrophes, and without what they join: Sam's, d'Artois, Gülşen'in."""
    pieces = APOSTROPHE.split(word)
    if len(pieces) > 1:
        yield from _apart(pieces)
        return
    yield word
    if word.isupper() and "İ" in word:
        yield word.replace("I", "ı")
    if len(word) > 3 and word[0] in _BEFORE_HEBREW_OR_ARABIC:  # noqa: PLR2004
        yield word[1:]
    if len(word) > 4 and word.startswith("ال"):  # noqa: PLR2004
        yield word[2:]


def _apart(pieces: Sequence[str]) -> Iterator[str]:
    """J'ai is not Jai; O'Neil is Oneil, and Neil."""
    if len(pieces) != 2 or pieces[0] not in _ELIDED or not pieces[1][:1].islower():  # noqa: PLR2004
        yield "".join(pieces)
    if len(pieces[-1]) <= 4:  # noqa: PLR2004
        yield "".join(pieces[:-1])
    if len(pieces[0]) <= 2:  # noqa: PLR2004
        yield "".join(pieces[1:])


def _all(parts: Iterable[Part], likeness: Likeness) -> Iterator[tuple[Part, Likeness]]:
    return ((part, likeness) for part in parts)


def _parts(names: Names, plain: str) -> list[Part]:
    return [part for part, _ in names.parts.get(plain, ())]


def _take(hits: Hits, found: Iterable[tuple[Part, Likeness]]) -> None:
    for part, likeness in found:
        hits[part] = min(likeness, hits.get(part, likeness))


def _take_sounding(hits: Hits, plain: str, names: Names) -> None:
    heard = sound(plain)
    if len(heard) > 2:  # noqa: PLR2004
        _take(hits, _all(names.sounds.get(heard, ()), Likeness.SOUNDING))


def _inflected(
    form: str, plain: str, names: Names, *, languages: Collection[str]
) -> Iterator[tuple[Part, Likeness]]:
    """Of what is no name of its own: Martina is not Martin, but Kasię is Kasia."""
    is_whole = form.isascii() or form.endswith("ς")
    if not (joins(languages) or (is_whole and plain in given_names())):
        yield from _all(names.stems.get(stem(sound(plain)), ()), Likeness.INFLECTED)
    if is_whole and plain in people("given"):
        return
    is_surname = plain in people("surnames")
    for base, may_be_given in bases_of_word(sound(plain), form, languages):
        for part in names.bases.get(base, ()):
            if not part.is_given or (may_be_given and not is_surname):
                yield part, Likeness.INFLECTED


def _take_fond(hits: Hits, plain: str, names: Names) -> None:
    """Shorter or longer, as one calls a friend: Piet, Pedrito. Where that is no name of its own."""
    _take(hits, _all(names.shortened.get(plain, ()), Likeness.FOND))
    found = _FOND.search(plain)
    if found and plain not in people("given"):
        shortest = _SHORTEST_FOND - (len(found[0]) > 2)  # noqa: PLR2004
        base = sound(_HARD.sub(r"\1", _FOND.sub("", plain)))
        every = (*names.bases.get(base, ()), *names.bases.get(CUT + base, ()))
        likely = [part for part in every if part.is_given]
        _take(hits, _all(likely if len(base) >= shortest else (), Likeness.FOND))


def _take_misspelt(hits: Hits, plain: str, names: Names) -> None:
    if len(plain) < 4 or plain in given_names():  # noqa: PLR2004
        return
    for shorter in with_one_left_out(plain):
        for part in names.nearly.get(shorter, ()):
            if part not in hits and OSA.distance(plain, part.plain, score_cutoff=1) <= 1:
                hits[part] = Likeness.MISSPELT


def _of_abjad(word: str, names: Names) -> Iterator[tuple[Part, Likeness]]:
    lower = re.sub(r"(.)\1+", r"\1", word)[:_LONGEST_ABJAD]
    bones = bones_of_abjad(lower)
    likely = [part for part in names.bones.get(bones, ()) if _says_enough(bones, word, part)]
    if bones and likely:
        pattern = pattern_of_abjad(lower)
        yield from ((part, Likeness.SOUNDING) for part in likely if pattern.fullmatch(part.plain))


def _says_enough(bones: str, word: str, part: Part) -> bool:
    """One consonant is in too many words."""
    is_long = len(word) > 3 and word[0] <= _HEBREW  # noqa: PLR2004
    return len(bones) > 1 or len(part.plain) > 3 or is_long  # noqa: PLR2004


def _as_abjad(word: str, names: Names) -> Iterator[tuple[Part, Likeness]]:
    if CASELESS.search(word):
        return
    for plain in letters(word):
        for bones in bones_of_latin(plain):
            for pattern, part in names.abjad.get(bones, ()):
                if bones and pattern.fullmatch(plain):
                    yield part, Likeness.SOUNDING
