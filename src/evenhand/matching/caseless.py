"""Names in scripts without capitals: is somebody spoken of, or somebody else?"""

from __future__ import annotations

import re
from collections.abc import Collection

from evenhand.matching.passage import Passage
from evenhand.matching.tables import natives, words

_LONG = 4  # letters of a word that is hardly anything but a surname, where it ends like one
_HAMZA = re.compile("[أإآ]")
_SONS_AND_DAUGHTERS = frozenset(["بن", "بنت", "ابن", "בן", "בת"])
_DONE_TO_ME = frozenset(["אותי", "עליי", "עלי"])


def is_named_otherwise(passage: Passage, before: int, after: int, *, own: Collection[int]) -> bool:
    """Next to it stands a name that many have, and not theirs."""
    near = [place for place in (before, after) if passage.text(place)]
    if not {*near, after + 1}.isdisjoint(own):
        return False
    if passage.lower(after) in _SONS_AND_DAUGHTERS:
        return True
    return _is_before_a_postposition(passage, after) or any(
        passage.follows_closely(place + 1 if place == before else place)
        and not passage.is_small(place)
        and (_is_native(passage, place) or (place == after and _is_a_surname(passage, place)))
        for place in near
    )


def _is_before_a_postposition(passage: Passage, place: int) -> bool:
    """In Hindi, what stands between a name and a postposition belongs to the name."""
    is_followed = passage.lower(place + 1) in words("postpositions")
    is_name = not passage.is_small(place) and passage.lower(place) not in words("postpositions")
    return is_followed and is_name and passage.follows_closely(place)


def _is_native(passage: Passage, place: int) -> bool:
    return _HAMZA.sub("ا", passage.text(place)) in natives()


def _is_a_surname(passage: Passage, place: int) -> bool:
    """Al-Hashimi, Karimi: in Arabic letters, after a first name."""
    text = passage.text(place)
    is_likely = text.startswith("ال") or text.endswith("ی")
    return is_likely and len(text) > _LONG and text not in words("times_in_arabic")


def is_spoken_of(passage: Passage, place: int) -> bool:
    """Here stands what stands before or after persons rather than things."""
    following = [passage.lower(place + way) for way in (1, 2, 3)]
    return (
        passage.lower(place - 1) in words("before_persons")
        or following[0] in words("after_persons")
        or following[0].endswith("ني")  # did something to me
        or not _DONE_TO_ME.isdisjoint(following)
    )
