"""Reports that name Ben in every way that people name somebody, sent as they send them (T-NI, D1).

As in test_t_ni_small: one world without the report, one with it, a week in each; Ben and a second
member who is named too compare what they saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.directory.models import RoleKind
from evenhand.directory.services.known_as import keep_known_as
from evenhand.directory.values import KnownAs
from evenhand.sealing.secret import Secret
from evenhand.vault.models import Case
from evenhand.vault.queries.cards import cards_visible_to
from evenhand.vault.queries.cases import case_visible_to
from evenhand.vault.queries.desks import covers_visible_to
from evenhand.vault.services.asking import answer, ask, take_in_answers
from evenhand.vault.services.handling import close, log_opening, reply
from evenhand.vault.values.rounds import Reply
from tests import make
from tests.access.test_t_ni_small import (
    Before,
    Events,
    Theatre,
    before,
    differences,
    nothing,
    theatre,
)
from tests.intake import things
from tests.make import NOW
from tests.sizes import size

__all__ = ["theatre"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

KNOWN = KnownAs(
    names=("Benno", "Бен Квиллфезер"),
    handles=("@quillfin",),
    addresses=("ben.q@elsewhere.example",),
    conflicts=("Maren Oosterling",),
)
STORIES = {
    "full name": "Ben Quillfeather kept following me.",
    "reversed": "It was Quillfeather, Ben, from the desk.",
    "small letters": "then ben quillfeather took my phone",
    "capitals": "BEN QUILLFEATHER SHOUTED AT ME",
    "a typo": "Ben Quilfeather kept following me.",
    "a first name": "Ben kept following me.",
    "a last name": "Somebody called Quillfeather kept following me.",
    "a nickname": "Benno kept following me.",
    "a handle": "The account @quillfin kept writing to me.",
    "a handle without its sign": "The account quillfin kept writing to me.",
    "an address": "Mails came from ben.q@elsewhere.example every night.",
    "another script": "Бен Квиллфезер шел за мной.",
    "accents": "Bén Quíllfeather kept following me.",
    "somebody close": "Maren Oosterling kept following me.",
    "in another sentence": "We had lunch. Later, near the stairs, Ben Quillfeather pushed me.",
    "two of them": "Ben Quillfeather and Gil Marrowby laughed at me.",
}
FIELDS = {
    "the person": {"person-0-name": "Ben Quillfeather"},
    "the person, by handle": {"person-0-name": "@quillfin"},
    "the person, by first name": {"person-0-name": "Ben"},
    "what they looked like": {"person-0-appearance": "like Ben Quillfeather"},
}


@dataclass(frozen=True, slots=True)
class Named:
    """A report of these words, this often, with what follows it."""

    story: str
    fields: dict[str, str]
    times: int = 1
    follow_up: Callable[[Before], None] | None = None

    def __call__(self, world: Before) -> None:
        for _ in range(self.times):
            _tell(world, self.story, self.fields)
        if self.follow_up is not None:
            self.follow_up(world)


def _tell(world: Before, story: str, fields: dict[str, str]) -> None:
    client, path = Client(), f"/c/{world.space.slug}/tell"
    page = client.get(path)
    first = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(path, first | {"what_happened": story})
    last = {"state": things.state_in(page), "step": "people", "go": "send", "people": "1"}
    assert client.post(path, last | fields).status_code == 303


def _talk(world: Before) -> None:
    ada, case_id = make.signed_in(world.ada), Case.objects.latest("changed").id
    log_opening(case_visible_to(ada, case_id), by=ada, now=NOW)
    reply(case_id, Secret("We believe you."), by=ada, now=NOW)
    close(case_id, make.closing("We spoke with them."), by=ada, now=NOW)


def _ask_the_others(world: Before) -> None:
    ada, case_id = make.signed_in(world.ada), Case.objects.latest("changed").id
    ask(case_id, "Ben Quillfeather", by=ada, now=NOW)
    dee = make.signed_in(Member.objects.get(name="Dee"))
    (card,) = cards_visible_to(dee, now=timezone.now())
    answer(card.id, Reply.NONE, by=dee)
    take_in_answers(case_visible_to(ada, case_id), by=ada, now=NOW)


SCENARIOS: dict[str, Events] = {
    **{f"{name}": Named(story, {}) for name, story in STORIES.items()},
    **{f"in a field: {name}": Named("They followed me.", told) for name, told in FIELDS.items()},
    **{
        f"{name}, {size(3, 20)} times": Named(STORIES[name], {}, times=size(3, 20))
        for name in ("full name", "a nickname", "a handle")
    },
    **{
        f"{name}, then {what}": Named(STORIES[name], {}, follow_up=follow_up)
        for name, (what, follow_up) in product(
            ("full name", "a first name", "a nickname", "somebody close", "another script"),
            (("it is answered and closed", _talk), ("the others are asked", _ask_the_others)),
        )
    },
}
# Each in two worlds: Ben is a responder without cases, or a lead with cases of his own.
WORLDS = {"no cases": (0, RoleKind.RESPONDER), "a lead with a case": (1, RoleKind.LEAD)}
FEW = ["a typo", "a nickname", "another script", "somebody close", "in a field: the person"]


def _world(bens_cases: int, role: RoleKind) -> Before:
    world = before(bens_cases, role, names=("Ada Thistlewick", "Ben Quillfeather"))
    society = world.space.organisation
    make.member(society, "Dee")
    gil = make.member(society, "Gil Marrowby")
    make.role(gil, RoleKind.BOARD)
    keep_known_as(world.ben, KNOWN)
    return world


def test_t_ni_there_are_forty_scenarios_and_more() -> None:
    assert len(SCENARIOS) * len(WORLDS) >= 40


@pytest.mark.parametrize("which", WORLDS)
def test_t_ni_ben_cannot_tell_that_a_report_names_him(
    which: str, theatre: Theatre, proved: Callable[[str], None]
) -> None:
    world = _world(*WORLDS[which])
    lines, mails = theatre.play(world, nothing)
    played = SCENARIOS if size(0, 1) else {name: SCENARIOS[name] for name in FEW}

    for name, events in played.items():
        seen, got = theatre.play(world, events)
        assert differences(lines, seen) == [], name
        assert mails == got, name
    proved(f"{len(lines)} answers and {len(mails)} mails alike in {len(played)} scenarios")


def test_t_ni_two_who_are_named_together_learn_nothing_from_each_other(theatre: Theatre) -> None:
    world = _world(0, RoleKind.RESPONDER)
    gil = Member.objects.get(name="Gil Marrowby")
    both = SCENARIOS["two of them"]

    for member in (world.ben, gil):
        as_member = Before(
            space=world.space, ada=world.ada, ben=member, kim=world.kim, bens_cases=[]
        )
        (lines, mails), (seen, got) = (theatre.play(as_member, it) for it in (nothing, both))
        assert differences(lines, seen) == []
        assert mails == got


def test_t_ni_each_scenario_reaches_ada_and_not_ben() -> None:
    """The scenarios are what they say: a report comes in, and somebody else reads it."""
    world = _world(0, RoleKind.RESPONDER)
    make.duty(world.ben, world.space)
    for at, events in enumerate(SCENARIOS.values()):
        if isinstance(events, Named) and events.follow_up is None:
            events(world)
            assert len(covers_visible_to(make.signed_in(world.ada))) > at
    assert covers_visible_to(make.signed_in(world.ben)) == []
