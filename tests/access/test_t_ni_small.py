"""Two worlds, one with a report about Ben and one without: he cannot tell which he is in (T-NI).

Both start from the same rows and the same clock. Then a week passes, with all that happens by
the clock, and Ben does everything that a member may do and reads his mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shutil import rmtree

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from evenhand.accounts.models import Member
from evenhand.accounts.throttle import FACTOR_TRIES, PASSPHRASE_TRIES
from evenhand.directory.models import RoleKind, Space
from evenhand.intake import minting
from evenhand.intake.minting import Pool
from evenhand.operations.clockwork import JOBS, refresh_connections
from evenhand.sealing.secret import Secret
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.services.handling import close, log_opening, reply
from evenhand.vault.services.reporting import exclude, say
from tests import make
from tests.access.answers import undone
from tests.access.crawling import NO_ID, Arguments, Crawl, Seed
from tests.access.rules import Address
from tests.make import NOW, Sent
from tests.sizes import size

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

A_DAY = timedelta(days=1)
CLOCKWORK = [job for job in JOBS if job.run is not refresh_connections]  # the test keeps its own
MANY = size(2, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What both worlds have in common."""

    space: Space
    ada: Member
    ben: Member
    kim: Member  # waits to be confirmed
    bens_cases: list[Sent]

    @property
    def named(self) -> dict[Address, list[Arguments]]:
        """Every address that Ben can know of."""
        cases = [str(sent.visit.case_id) for sent in self.bens_cases] + [NO_ID]
        members = [str(member.id) for member in (self.ada, self.ben)]
        return {
            Address.NOTHING: [{}],
            Address.CASE: [{"case_id": case_id} for case_id in cases],
            Address.DOUBT: [{"case_id": case_id} for case_id in cases],
            Address.CARD: [{"card_id": NO_ID}],
            Address.FILE: [{"case_id": case_id, "file_id": NO_ID} for case_id in cases],
            Address.SPACE: [{"slug": self.space.slug}],
            Address.PHOTO: [{"member_id": member} for member in members],
            Address.MEMBER: [{"member_id": member} for member in members],
            Address.NEWCOMER: [{"member_id": str(self.kim.id)}],
            Address.FACTOR: [{"name": "app"}],
            Address.INVITATION: [{"token": "made-up"}],
            Address.SET_UP: [{"token": "made-up"}],
        }


Events = Callable[[Before], None]


def before(bens_cases: int, role: RoleKind, *, names: tuple[str, str] = ("Ada", "Ben")) -> Before:
    society = make.organisation()
    space = make.space(society)
    ada, ben = (make.member(society, name) for name in names)
    make.role(ada, RoleKind.LEAD)
    make.role(ben, role)
    make.duty(ada, space)
    cases = [make.case([ada, ben], text=f"Number {n}.") for n in range(bens_cases)]
    kim = make.newcomer(society, "Kim")
    return Before(space=space, ada=ada, ben=ben, kim=kim, bens_cases=cases)


def nothing(world: Before) -> None:
    """World 0."""


def a_tick(world: Before) -> None:
    make.case([world.ada], text="It was Ben.", excluded=[world.ben])


def several_ticks(world: Before) -> None:
    for _ in range(MANY):
        a_tick(world)


def an_exclusion_later(world: Before) -> None:
    sent = make.case([world.ada], text="It was Ben.")
    exclude(sent.visit, [world.ben], now=NOW)


def a_tick_and_all_that_follows(world: Before) -> None:
    sent = make.case([world.ada], text="It was Ben.", excluded=[world.ben])
    ada = make.signed_in(world.ada)
    log_opening(case_visible_to(ada, sent.visit.case_id), by=ada, now=NOW)
    reply(sent.visit.case_id, Secret("We believe you."), by=ada, now=NOW)
    say(sent.visit, Secret("Thank you."), now=NOW)
    exclude(sent.visit, [world.ben], now=NOW)
    close(sent.visit.case_id, make.closing("We spoke with him."), by=ada, now=NOW)


def read_then_shut_out(world: Before) -> None:
    sent = make.case([world.ada, world.ben], text="It was Ben.")
    exclude(sent.visit, [world.ben], now=NOW)


def a_report_that_he_may_read(world: Before) -> None:
    make.case([world.ada, world.ben], text="It was somebody else.")


REPORTED: tuple[Events, ...] = (
    a_tick,
    several_ticks,
    an_exclusion_later,
    a_tick_and_all_that_follows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theatre:
    """Where worlds are played; each starts from the same rows and leaves none."""

    clock: time_machine.Traveller
    seed: Seed
    mail: Path

    def play(self, world: Before, events: Events) -> tuple[list[str], list[bytes]]:
        """What Ben sees in a week, and his mails."""
        self._set_back()
        with undone():
            events(world)
            crawl = Crawl(world.ben, self.seed)
            crawl.look_around()
            for day in range(8):
                self._pass_a_day(world, day)
            crawl.look_around()
            crawl.try_everything(world.named)
            crawl.look_around()
            return crawl.lines, self._mails_to(world.ben)

    def _set_back(self) -> None:
        self.clock.move_to(NOW)
        rmtree(self.mail, ignore_errors=True)
        PASSPHRASE_TRIES.clear()
        FACTOR_TRIES.clear()

    def _pass_a_day(self, world: Before, day: int) -> None:
        self.seed.start_at(-day)
        self.clock.move_to(NOW + day * A_DAY)
        for sent in world.bens_cases[day % 4 :: 4]:  # his other reporters go on writing
            say(sent.visit, Secret(f"Day {day}."), now=timezone.now())
        for job in CLOCKWORK:
            job.run(timezone.now())

    def _mails_to(self, member: Member) -> list[bytes]:
        to = f"To: {member.address}".encode()
        mails = [path.read_bytes() for path in self.mail.glob("*.eml")]
        return sorted(mail for mail in mails if to in mail)


class ByHand(Pool):
    """Without the thread that makes receipts ahead: it would draw from the seed in between."""

    def start(self) -> None:
        """Each receipt is made when it is taken."""


@pytest.fixture
def theatre(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Theatre:
    monkeypatch.setattr(minting, "_pool", ByHand(1))
    Client().get("/healthz")  # some modules draw a key when they are first loaded
    return Theatre(clock=clock, seed=Seed(monkeypatch), mail=settings.DATA / "mail")


def differences(one: list[str], other: list[str]) -> list[str]:
    """The requests that were answered differently."""
    pairs = zip(one, other, strict=False)
    different = [a.partition("\n")[0] for a, b in pairs if a != b]
    return different if len(one) == len(other) else [*different, f"{len(one)}, {len(other)}"]


@pytest.mark.parametrize(
    "world_before",
    [(0, RoleKind.RESPONDER), (2, RoleKind.LEAD)],
    ids=["without cases", "a lead with cases"],
)
def test_t_ni_ben_cannot_tell_that_he_was_reported(
    world_before: tuple[int, RoleKind], theatre: Theatre, proved: Callable[[str], None]
) -> None:
    world = before(*world_before)
    lines, mails = theatre.play(world, nothing)
    others = REPORTED[size(len(world.bens_cases), 0) :]  # with cases of his own it takes longer

    for events in others:
        seen, got = theatre.play(world, events)
        assert differences(lines, seen) == [], events.__name__
        assert mails == got, events.__name__
    proved(f"{len(lines)} answers and {len(mails)} mails alike in {len(others) + 1} worlds")


def test_t_ni_after_being_shut_out_it_is_as_if_the_report_had_never_been(
    theatre: Theatre,
) -> None:
    world = before(1, RoleKind.RESPONDER)

    there, not_there = (theatre.play(world, it)[0] for it in (read_then_shut_out, nothing))

    assert differences(there, not_there) == []


def test_t_ni_the_comparison_notices_what_he_may_see(theatre: Theatre) -> None:
    world = before(1, RoleKind.RESPONDER)

    (seen, got), (lines, mails) = (
        theatre.play(world, events) for events in (a_report_that_he_may_read, nothing)
    )

    assert "GET /m/" in differences(seen, lines)
    assert len(got) == len(mails) + 1
