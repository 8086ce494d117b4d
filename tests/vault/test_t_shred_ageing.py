"""T-SHRED for every way in which a case goes: by right, by age, by the clock.

The last nightly copies of the first database are put back one after the other, with the newest
shred keys; every passphrase and every code is tried on every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from evenhand.accounts.models import Member
from evenhand.accounts.values import SignedIn
from evenhand.sealing.secret import Secret
from evenhand.sealing.wrapping import ReadingKey
from evenhand.vault.errors import NotVisible
from evenhand.vault.jobs import erase_forgotten_cases
from evenhand.vault.models import Case, ShredKey
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.queries.visits import dossier_of, visit
from evenhand.vault.services.erasing import erase_report
from evenhand.vault.services.handling import note
from evenhand.vault.services.reporting import attach, say
from evenhand.vault.values.covers import GRACE
from evenhand.vault.values.dossiers import FileToStore
from evenhand.vault.values.entries import Kind
from evenhand.vault.values.report import Identity
from tests import make
from tests.make import NOW, Sent
from tests.sizes import size
from tests.vault.ageing import closed, look, months_later
from tests.vault.copies import shreds_now, texts_opened
from tests.vault.nights import Night, copy_tonight

pytestmark = pytest.mark.django_db(databases=["default", "shred"], transaction=True)

NIGHTS = size(4, 90)
DUE = months_later(12)
GONE = DUE + GRACE
LONG_AGO = months_later(-73)  # so that its last month is just over on that day


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One case for each way to go, and a neighbour that stays."""

    members: list[Member]
    by_right: Sent
    by_age: Sent
    by_the_clock: Sent
    neighbour: Sent

    @property
    def erased(self) -> tuple[Sent, ...]:
        return self.by_right, self.by_age, self.by_the_clock

    @property
    def ada(self) -> Member:
        return self.members[0]

    def everybody(self) -> list[SignedIn]:
        """Each signs in anew, with the passphrase."""
        return [make.signed_in(member, now=GONE) for member in self.members]

    def codes(self) -> list[ReadingKey]:
        """Each code is typed anew."""
        return [make.receipt_keys(sent.receipt).reading for sent in (*self.erased, self.neighbour)]


def house() -> House:
    society = make.organisation()
    ada, ben, dee = members = [make.member(society, name) for name in ("Ada", "Ben", "Dee")]
    by_right = make.case([ada, ben], text="story by right", identity=_called("right"))
    by_age = make.case([ada, ben], text="story by age", identity=_called("age"))
    forgotten = make.case([dee], text="story by clock", identity=_called("clock"), now=LONG_AGO)
    neighbour = make.case([ada, dee], text="story of the neighbour")
    for sent in (by_right, by_age, forgotten, neighbour):
        attach(sent.visit, FileToStore(name="a.txt", content_type="", content=b"!"), now=NOW)
    by = make.signed_in(ada)
    note(by_age.visit.case_id, Secret("note by age"), by=by, now=NOW)
    return House(
        members=members,
        by_right=by_right,
        by_age=closed(by_age, by),
        by_the_clock=forgotten,
        neighbour=neighbour,
    )


def _called(name: str) -> Identity:
    return Identity(name=Secret(f"name by {name}"))


def nights_of(house: House) -> Iterator[Night]:
    """People go on writing; on the day a reader's look gives the last call."""
    for number in range(NIGHTS):
        now = GONE - timedelta(days=NIGHTS - number)
        if number % 10 == 0:
            for sent in (house.by_right, house.by_the_clock, house.neighbour):
                say(sent.visit, Secret(f"more, {number}"), now=now)
        if number == NIGHTS - min(NIGHTS, GRACE.days):
            look(house.ada, GONE - GRACE)
        yield copy_tonight()


def secrets_of(sent: Sent) -> set[str]:
    """What must not be found: the report, who wrote it, the key of its file, and more."""
    dossier = dossier_of(sent.visit)
    keys = {entry.text("key") for entry in dossier.of_kind(Kind.FILE)}
    identity = dossier.identity
    told = {dossier.report.what_happened.reveal()} | keys
    return told | ({identity.name.reveal()} if identity else set()) - {""}


def erase_all(house: House) -> None:
    """Each of them its own way."""
    erase_report(house.by_right.visit)
    look(house.ada, GONE)
    assert erase_forgotten_cases(GONE) == 1
    assert set(Case.objects.values_list("pk", flat=True)) == {house.neighbour.visit.case_id}


def test_t_shred_no_nightly_copy_opens_what_was_erased_by_right_by_age_or_by_the_clock(
    proved: Callable[[str], None],
) -> None:
    home = house()
    secrets = {sent.opening.report.what_happened.reveal(): secrets_of(sent) for sent in home.erased}
    erased = set().union(*secrets.values(), {"note by age"})
    nights = list(nights_of(home))
    kept = secrets_of(home.neighbour)

    erase_all(home)

    everybody, codes, newest = home.everybody(), home.codes(), shreds_now()
    for night in nights:  # planted: with the keys of that night, everything is found
        found = texts_opened(night.with_shreds(night.shreds), by=everybody, codes=codes)
        assert erased | kept <= found
    for night in nights:
        found = texts_opened(night.with_shreds(newest), by=everybody, codes=codes)
        assert not erased & found
        assert kept <= found
    proved(f"{len(nights)} copies, {len(erased)} values each, 0 opened")


def test_t_shred_a_restored_site_shows_the_neighbour_and_nothing_of_what_was_erased() -> None:
    home = house()
    nights = list(nights_of(home))
    erase_all(home)

    for night in nights:
        night.put_back()

        for member in home.everybody():
            seen = {cover.case_id for cover in covers_visible_to(member)}
            is_reader = member.member.id != home.members[1].id
            assert seen == ({home.neighbour.visit.case_id} if is_reader else set())
            for sent in home.erased:
                with pytest.raises(NotVisible):
                    case_visible_to(member, sent.visit.case_id)
        for sent in home.erased:
            with pytest.raises(NotVisible):
                dossier_of(visit(make.receipt_keys(sent.receipt)))
        assert dossier_of(visit(make.receipt_keys(home.neighbour.receipt))).is_whole


def test_t_shred_the_restored_site_would_show_what_was_erased_if_keys_came_back_too() -> None:
    """Planted: the doors are the real ones."""
    home = house()
    (*_, night) = nights_of(home)
    from_before = list(ShredKey.objects.all())
    erase_all(home)

    ShredKey.objects.all().delete()
    ShredKey.objects.bulk_create(from_before)
    night.put_back()

    for sent in home.erased:
        assert dossier_of(visit(make.receipt_keys(sent.receipt))).is_whole
    assert len(covers_visible_to(make.signed_in(home.ada, now=GONE))) == 3
