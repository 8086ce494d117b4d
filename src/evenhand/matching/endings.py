"""Names with the endings that a language joins to them: Zoltánnal, Virtaselle, Tomášovi, Kasię.

All in sounds (see spellings.py), so that one list serves all scripts of a language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

SHORTEST = 2  # letters that have to be left

_SLAVIC = (
    "a e i o u ia ie iu ii io em im om iem iom am ami iami ah iah ou oi ei oiu eiu ego ogo "
    "emu omu imi ovi evi iovi ho mu ova ove ovei ovou ovu iei oia skogo skomu skoi skim "
    "skego skemu skiei cin in inoi inu ini eho iho"
)
_FINNIC = (
    "a n ta na la le lta sa sta ksi in en an on un hin ia i e st l lt s ga ni ile ilt il "
    "is ist ina ila ista ilta isa iksi ata ana ala ale asa asta ena ele ela elta esa esta "
    "ene ea"
)
_HUNGARIAN = (
    "t at et ot al el val vel nal nel nak nek tol bol bel rol ban ben hos hes ra re ert ig "
    "on en ek ik kent a e iert"
)
_TURKIC = (
    "a e i u in un nin nun na ne ni nu ia ie ii da de ta te dan den tan ten la le ila ile lar ler"
)
_BALTIC = "as is us a e o i ui io iui ai iai ei es ie em am im om u iu ii iem ies s iaus eriu"
_GREEK = "os ou u o a i as is e on es"
_ROMANIAN = "a ei ai ului lui ul i e ulu"
_FAMILIES = {
    **dict.fromkeys(("pl", "cs", "sk", "sl", "hr", "ru", "uk", "bg"), _SLAVIC),
    **dict.fromkeys(("fi", "et"), _FINNIC),
    **dict.fromkeys(("lt", "lv"), _BALTIC),
    "hu": _HUNGARIAN,
    "tr": _TURKIC,
    "el": _GREEK,
    "ro": _ROMANIAN,
}
_JOINING = (_FINNIC, _HUNGARIAN, _TURKIC)  # there nothing of the name is lost
CUT = "-"  # before what is left of a name without its own ending
INFLECTING = frozenset(_FAMILIES)
_SCRIPTS = ((re.compile("[\u0400-\u04ff]"), _SLAVIC), (re.compile("[\u0370-\u03ff]"), _GREEK))
_OF_SURNAMES = frozenset(
    ["ova", "ove", "ovei", "ovou", "ovu", "cin", "in", "inoi", "inu", "ini", "evi"]
)
_FLEETING = re.compile("[eo](?=[klnrs]$)")  # Marek, of Marka
_LAST_VOWELS = re.compile("(?:ii|ia|ei|oi|[aeiou])$")
_FINNISH = re.compile("nen$")


def inflects(languages: Collection[str]) -> bool:
    """Do most of these languages join endings to names?"""
    if "en" in languages:
        return False
    return 3 * len(INFLECTING & frozenset(languages)) > len(languages)


def joins(languages: Collection[str]) -> bool:
    """Are these languages that change nothing of the name, as Finnish and Turkish?"""
    return bool(languages) and all(_FAMILIES.get(each) in _JOINING for each in languages)


def bases_of_name(heard: str) -> Iterator[str]:
    """What of a name stays before the endings of a case."""
    yield from (base for base in _bases_of_name(heard) if len(base.strip(CUT)) >= SHORTEST)


def _bases_of_name(heard: str) -> Iterator[str]:
    yield heard
    yield CUT + _LAST_VOWELS.sub("", heard)
    yield CUT + _FLEETING.sub("", heard)
    if heard.endswith("s"):
        yield f"{heard[:-1]}ks"  # Tuomas, Tuomakselle
    if heard.endswith("nen"):
        yield _FINNISH.sub("s", heard)
    elif len(heard) > SHORTEST + 2 and heard.endswith(("as", "os", "is", "us")):
        yield CUT + heard[:-2]


def bases_of_word(
    heard: str, written: str, languages: Collection[str]
) -> Iterator[tuple[str, bool]]:
    """What is left of a word without each ending that it may have; may that be a first name?"""
    for ending, cuts in _endings(frozenset(languages)) | _endings_of_script(written):
        if heard.endswith(ending) and len(heard) - len(ending) >= SHORTEST:
            base = heard[: -len(ending)]
            yield base, ending not in _OF_SURNAMES
            if cuts:
                yield CUT + base, ending not in _OF_SURNAMES


@cache
def _endings(languages: frozenset[str]) -> frozenset[tuple[str, bool]]:
    families = {_FAMILIES[language] for language in languages if language in _FAMILIES}
    return frozenset(pair for family in families for pair in _of_family(family))


def _endings_of_script(written: str) -> frozenset[tuple[str, bool]]:
    if written.isascii():
        return frozenset()
    return frozenset(
        pair for script, family in _SCRIPTS if script.search(written) for pair in _of_family(family)
    )


@cache
def _of_family(family: str) -> frozenset[tuple[str, bool]]:
    """Each ending, and whether it takes the place of a vowel at the end of the name."""
    return frozenset((ending, family not in _JOINING) for ending in family.split())
