"""Does a word that is like a name stand where it names a person?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from evenhand.matching.caseless import is_spoken_of
from evenhand.matching.names import Part
from evenhand.matching.others import goes_on, is_somebody_else
from evenhand.matching.passage import Passage
from evenhand.matching.reading import APOSTROPHE
from evenhand.matching.spellings import letters
from evenhand.matching.tables import every_given_name, words

_PLURALS = frozenset(["en", "es", "pt", "fr"])  # languages in which -s makes many
_FEW = 3
_OWNS = re.compile("['’]s$")


def names_a_person(
    passage: Passage, around: Sequence[int], part: Part, *, own: Collection[int]
) -> bool:
    """A part of a name that stands alone: is somebody meant, and not somebody else?

    Around are the first and the last place of the part. In their own places stand other words
    that are like that person's name.
    """
    place = around[0]
    if is_somebody_else(passage, around, part, own=own) or _names_a_thing(passage, around, part):
        return False
    is_in_two_words = around[0] != around[1]
    is_beside = around[0] - 1 in own and passage.has_capital(around[0] - 1)  # Joni Baker
    if is_beside and passage.has_capital(place):
        return True
    return (
        is_in_two_words
        or not _may_be_a_word(passage, place, part)
        or (not _is_another_word(passage, place, part) and stands_as_a_name(passage, place))
    )


def _names_a_thing(passage: Passage, around: Sequence[int], part: Part) -> bool:
    place = around[0]
    return (
        _is_a_place(passage, *around)
        or _follows_an_article(passage, place)
        or _is_joined_to_what_is_small(passage, place)
        or _is_told_to_be_a_thing(passage, place)
        or _is_the_name_of_a_thing(passage, *around)
        or _is_a_family(passage, place, part)
    )


def _is_another_word(passage: Passage, place: int, part: Part) -> bool:
    """Rosé, Rose-coloured."""
    is_marked = passage.is_cased(place) and not passage.text(place).isascii()
    return (is_marked and part.is_plain) or _is_joined_to_small(passage, place)


def _is_joined_to_small(passage: Passage, place: int) -> bool:
    """Rose-coloured, mark-up."""
    after = passage.at(place + 1)
    return after is not None and after.gap == "-" and after.is_cased and not after.is_capital


def _is_joined_to_what_is_small(passage: Passage, place: int) -> bool:
    """Koh-i-Noor; but Al-Hashimi."""
    before = passage.at(place - 1)
    if before is None or passage.gap(place) != "-" or not before.is_cased or before.is_capital:
        return False
    return len(before.text) == 1 or before.lower in {"non", "anti", "pro", "pre", "post"}


def _is_told_to_be_a_thing(passage: Passage, place: int) -> bool:
    """Wang is a common surname, Kent is a county."""
    if passage.is_field or passage.lower(place + 1) != "is":
        return False
    following = [passage.lower(place + way) for way in range(2, 6)]
    return following[0] in {"a", "an", "the", "one", "not"} and not words("things").isdisjoint(
        following
    )


def _is_the_name_of_a_thing(passage: Passage, first: int, last: int) -> bool:
    """The Oscar ceremony; but not: the Oscar who works there, the Baker guy."""
    after = passage.at(last + 1)
    if passage.lower(first - 1) != "the" or after is None or not passage.follows_closely(first):
        return False
    is_noun = after.follows_closely and not after.is_capital and not passage.is_small(last + 1)
    return is_noun and after.lower not in words("people")


def _is_a_family(passage: Passage, place: int, part: Part) -> bool:
    """The Wangs, Roses: more than one."""
    word = passage.words[place]
    lower = word.lower
    is_many = lower.endswith("s") and lower.isalpha() and lower not in every_given_name()
    is_one = part.plain.endswith("s") or passage.languages.isdisjoint(_PLURALS)
    return is_many and not is_one and (passage.lower(place - 1) == "the" or word.starts)


def _follows_an_article(passage: Passage, place: int) -> bool:
    """The bob, los robles: small, and a thing."""
    word = passage.words[place]
    is_small = word.is_cased and not word.is_capital and word.follows_closely
    return is_small and passage.lower(place - 1) in words("before_things")


def _follows_particles(passage: Passage, place: int) -> bool:
    """Van Stein, de la Torre; but not: der Stein, la Torre."""
    before, two_before = passage.lower(place - 1), passage.lower(place - 2)
    are_two = before in {"der", "den", "la", "las", "los", "het"}
    return (two_before if are_two else before) in {"van", "von", "bin", "ibn", "de", "dos", "zu"}


def _may_be_a_word(passage: Passage, place: int, part: Part) -> bool:
    word = passage.words[place]
    if word.is_capital and _follows_particles(passage, place):
        return False
    if len(word.text) <= 2:  # noqa: PLR2004
        return not word.text.isupper() or passage.is_shouted
    if _is_listed(word.lower) or passage.is_small(place):
        return True
    folded = frozenset(form for piece in APOSTROPHE.split(word.text) for form in letters(piece))
    return not folded.isdisjoint(words("both")) or (
        # "sarà" is not Sara: small, with diacritics that make it another word
        word.is_cased and not word.is_capital and not word.text.isascii() and part.plain in folded
    )


def _is_listed(lower: str) -> bool:
    single = lower.removesuffix("s")
    return any(
        lower in words(name) or (single in words(name) and name in {"both", "place_names"})
        for name in ("both", "place_names", "places", "things", "titles", "joining")
    )


def _is_a_place(passage: Passage, first: int, last: int) -> bool:
    if passage.lower(first - 1) in words("before_streets") and passage.follows_closely(first):
        return True
    if passage.follows_closely(last + 1) and passage.lower(last + 1) in words("places"):
        return True
    is_after = passage.follows_closely(first) and passage.has_capital(first - 1)
    return is_after and passage.lower(first - 1) in words("before_places")


def stands_as_a_name(passage: Passage, place: int) -> bool:
    """For what may be a word: Mark, May, Rose."""
    word = passage.words[place]
    if not word.is_cased:
        return passage.is_field or is_spoken_of(passage, place)
    return _stands_with_capital(passage, place)


def _stands_with_capital(passage: Passage, place: int) -> bool:
    word = passage.words[place]
    if passage.is_field and _is_short_answer(passage, place):
        return True
    if not word.is_capital or passage.is_shouted:
        after = passage.lower(place + 1)
        is_answer = passage.is_field and word.starts and after in _AFTER_IN_FIELD
        return is_answer or after in words("only_people")
    if word.text.isupper() and len(word.text) > 2 and not passage.is_field:  # noqa: PLR2004
        return False  # MAX
    return _begins_as_a_name(passage, place) if word.starts else not _is_a_thing(passage, place)


def _begins_as_a_name(passage: Passage, place: int) -> bool:
    """The first word of a sentence has a capital anyhow."""
    lower = passage.lower(place)
    if lower in words("months") and _is_time(passage, place):
        return False
    is_foreign_place = not passage.is_english and lower in words("place_names")
    return is_foreign_place or _acts(passage, place)


def may_be_misspelt(passage: Passage, place: int) -> bool:
    """A name with a wrong letter, and no common word that begins a sentence."""
    if passage.is_small(place):
        return False
    says_little = passage.words[place].starts and passage.lower(place + 1) in words("say_little")
    return stands_as_a_name(passage, place) and (passage.is_field or not says_little)


def does_not_begin(passage: Passage, place: int) -> bool:
    """A capital within a sentence, which says more than at its beginning."""
    return passage.is_field or (passage.has_capital(place) and not passage.starts(place))


def _is_short_answer(passage: Passage, place: int) -> bool:
    """Nothing but the name, or hardly more: "May", "rose c", "Will, bartender"."""
    has_initial = len(passage.words) == 2 and len(passage.lower(1)) == 1  # noqa: PLR2004
    is_capital = len(passage.words) <= _FEW and passage.words[place].is_capital
    return len(passage.words) == 1 or has_initial or is_capital


_AFTER_IN_FIELD = frozenset(["from", "at", "with", "who", "the", "in", "of", "and", "or"])


def _acts(passage: Passage, place: int) -> bool:
    """It does or owns something."""
    written = passage.text(place)
    following = passage.at(place + 1)
    after = "" if following is None or following.starts else following.lower
    lower = written.lower()
    owns = lower.endswith("s") and goes_on(passage, place + 1)  # Fischers Bemerkung
    if lower in words("uncountable") and after in words("say_of_things"):
        return False  # Autumn is cold
    return (
        owns
        or _has_an_ending(written)
        or _OWNS.search(written) is not None
        or (passage.is_field and after in _AFTER_IN_FIELD)
        or after in words("after_people")
        or after.endswith(("n't", "n’t"))
        or (after.endswith("ed") and len(after) > _FEW)
    )


def _has_an_ending(written: str) -> bool:
    """Çelik'e: in Turkish, an apostrophe sets an ending apart from a name."""
    first, *rest = APOSTROPHE.split(written)
    return len(rest) == 1 and len(first) > 2 and 0 < len(rest[0]) <= 4  # noqa: PLR2004


def _is_a_thing(passage: Passage, place: int) -> bool:
    before, lower = passage.lower(place - 1), passage.lower(place)
    if before == "of":
        return passage.lower(place - 2) not in words("afraid")
    if lower in words("months") and _is_time(passage, place):
        return True
    if lower in words("place_names") and _is_on_the_way(passage, place):
        return True
    is_to = before == "a" and not passage.is_english  # a Sofía
    follows = before in words("before_things") and not is_to and passage.follows_closely(place)
    return follows or _is_in_a_name(passage, place) or passage.lower(place + 1).isdigit()


def _is_in_a_name(passage: Passage, place: int) -> bool:
    """Other capitals beside it: Union Jack, Rose Garden."""
    before = passage.lower(place - 1)
    comes_after = passage.has_capital(place - 1) and not passage.starts(place - 1)
    is_part = comes_after and passage.follows_closely(place)
    is_part = is_part and before not in words("titles") and before != "i"
    return is_part or (passage.has_capital(place + 1) and goes_on(passage, place + 1))


def _is_on_the_way(passage: Passage, place: int) -> bool:
    """In Paris, a trip to Paris; but not: a letter from Paris, who works here."""
    before = passage.lower(place - 1)
    is_between = before in {"to", "from"} and passage.lower(place - 2) in words("ways")
    return before in words("near_places") or is_between


def _is_time(passage: Passage, place: int) -> bool:
    around = [passage.lower(place + way) for way in (-2, -1, 1, 2)]
    is_near_number = any(word[:1].isdigit() for word in around[1:3])
    return (
        is_near_number
        or around[1] in words("time_words") - {"by", "through"}
        or any(word in words("months") for word in around)
    )
