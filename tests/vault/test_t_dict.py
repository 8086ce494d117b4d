"""T-DICT: whoever has both databases, the secrets file and a list of names learns nothing from it.

They cannot tell who was reported, nor which two cases are about the same person.
"""

from __future__ import annotations

import hashlib
import hmac
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from evenhand.notices.models import Notice
from evenhand.notices.sealed import open_mailing
from evenhand.sealing.deriving import derive
from evenhand.sealing.places import Place, Purpose
from evenhand.vault.models import Entry, Receipt
from evenhand.vault.services.asking import ask
from tests import make
from tests.proofs.scanner import ENCODINGS
from tests.sizes import size

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

CASES, NAMES = size(12, 200), size(90, 5000)
SYLLABLES = ("bar", "dun", "fel", "gri", "hol", "jas", "kem", "lor", "mud", "nix", "pra", "quo")
_SHORTEST = 12  # bytes of a value that could be no chance

Dump = Mapping[UUID | None, list[bytes]]  # the values of each case, and of what is of none


def invented_names(count: int) -> list[str]:
    given = ["".join(parts).title() for parts in product(SYLLABLES, repeat=2)]
    return [f"{first} {last}son" for first, last in product(given, given)][
        :: len(given) ** 2 // count
    ][:count]


class Thief:
    """All rows, all secrets of the server, and what these open."""

    def __init__(self) -> None:
        site = settings.SITE_SECRETS
        self.secrets = (
            bytes(site.pepper),
            bytes(site.form_key),
            site.notice_key.to_bytes(),
            site.signing_key.to_bytes(),
            site.django_key.encode(),
            site.site,
        )
        self.dump = dump()
        self.all = b"\0".join(value for values in self.dump.values() for value in values)
        self.all += b"\0".join(
            open_mailing(bytes(row.sealed_recipients), row.id).to_bytes()
            for row in Notice.objects.all()
        )

    def hits(self, name: str) -> int:
        """How often something that follows from the name is found."""
        return sum(trace in self.all for trace in self._traces(name))

    def _traces(self, name: str) -> Iterator[bytes]:
        for text in (name, name.casefold(), name.partition(" ")[0]):
            yield from (encode(text) for encode in ENCODINGS.values())
            raw = text.encode()
            digests = [hashlib.sha256(raw), hashlib.sha1(raw), hashlib.md5(raw)]  # noqa: S324
            keyed = [hmac.digest(secret, raw, "sha256") for secret in self.secrets]
            for digest in (*(each.digest() for each in digests), *keyed):
                yield from (digest[:_SHORTEST], digest.hex()[: 2 * _SHORTEST].encode())

    def derived(self, name: str) -> Iterator[bytes]:
        """As our own keys and places are made; slow, so only for some names."""
        site = settings.SITE_SECRETS.site
        for purpose, secret in product(Purpose, self.secrets):
            yield derive(secret, Place(purpose, site, (name.encode(),)))[:_SHORTEST]
            yield derive(name.encode(), Place(purpose, site), salt=secret)[:_SHORTEST]


def dump() -> Dump:
    """Every value of every row, by the case that it belongs to."""
    found: dict[UUID | None, list[bytes]] = {}
    for model in apps.get_models(include_auto_created=True):
        for row in QuerySet(model).values():
            case = row.get("case_id") or (row["id"] if model.__name__ == "Case" else None)
            found.setdefault(case, []).extend(map(_raw, row.values()))
    return found


def _raw(value: object) -> bytes:
    match value:
        case bytes() | bytearray() | memoryview():
            return bytes(value)
        case UUID():
            return value.bytes
        case _:
            return str(value).encode()


def area_under_curve(reported: Sequence[int], others: Sequence[int]) -> float:
    """How often a reported name scores higher than another; half for a tie."""
    higher, lower = Counter(reported), Counter(others)
    won = sum(
        many * few * (1.0 if mine > other else 0.5 if mine == other else 0.0)
        for mine, many in higher.items()
        for other, few in lower.items()
    )
    return won / (len(reported) * len(others))


@pytest.fixture
def names() -> list[str]:
    return invented_names(NAMES)


@pytest.fixture
def reported(names: list[str]) -> list[str]:
    """One for each case; the first is reported twice. In every third case the others are asked."""
    society = make.organisation()
    ada, ben = make.member(society), make.member(society, "Ben")
    desk = make.signed_in(ada)
    chosen = random.Random(7).sample(names, CASES - 1)  # noqa: S311
    chosen.append(chosen[0])
    for at, name in enumerate(chosen):
        sent = make.case([ada, ben], text=f"It was {name} who followed me.")
        if at % 3 == 0:
            ask(sent.visit.case_id, name, by=desk, now=make.NOW)
    return chosen


def scores(thief: Thief, names: Iterable[str]) -> list[int]:
    return [thief.hits(name) for name in names]


def test_t_dict_nobody_can_tell_who_was_reported(
    names: list[str], reported: list[str], proved: Callable[[str], None]
) -> None:
    thief, others = Thief(), sorted(set(names) - set(reported))

    found = area_under_curve(scores(thief, reported), scores(thief, others))

    assert 0.48 <= found <= 0.52
    assert not any(trace in thief.all for name in reported[:3] for trace in thief.derived(name))
    proved(f"{CASES} cases, {NAMES} names: area under the curve {found:.2f}")


def shared(one: Iterable[bytes], other: Iterable[bytes]) -> set[bytes]:
    return {value for value in set(one) & set(other) if len(value) >= _SHORTEST}


def test_t_dict_two_cases_about_one_person_have_no_more_in_common_than_others(
    reported: list[str],
) -> None:
    cases = dict(dump())
    everybodys = set(cases.pop(None))  # ids of members, of the organisation …
    by_day = [values for _, values in sorted(cases.items(), key=_order)]
    assert reported[0] == reported[-1]

    assert shared(by_day[0], by_day[-1]) <= everybodys
    sizes = [sorted(len(one) for one in each if len(one) >= _SHORTEST) for each in by_day]
    asked = [at for at in range(CASES) if at % 3 == 0]
    assert len({tuple(sizes[at]) for at in asked}) == 1
    assert len({tuple(sizes[at]) for at in range(CASES) if at not in asked}) == 1


def _order(item: tuple[UUID | None, list[bytes]]) -> int:
    return int(apps.get_model("vault", "Case").objects.get(pk=item[0]).changed)


def blind_index(names: list[str]) -> None:
    """A planted fault: digests of names, as a search over sealed records might want."""
    for row, name in zip(Entry.objects.all(), names, strict=False):
        row.digest = hmac.digest(bytes(settings.SITE_SECRETS.pepper), name.encode(), "sha256")
        row.save()


def test_t_dict_a_planted_index_of_names_is_found(names: list[str], reported: list[str]) -> None:
    blind_index(reported)

    thief, others = Thief(), sorted(set(names) - set(reported))

    assert area_under_curve(scores(thief, reported), scores(thief, others)) > 0.9


def test_t_dict_a_planted_key_of_a_person_links_their_cases(reported: list[str]) -> None:
    person = hashlib.sha256(reported[0].encode()).hexdigest()
    cases = [case for case in dump() if case is not None][:2]
    for at, case_id in enumerate(cases):
        Receipt.objects.filter(case_id=case_id).update(
            sealed_notice_address=person.encode(), locator=f"{at:064}"
        )

    one, other = (dump()[case_id] for case_id in cases)

    assert person.encode() in shared(one, other)
