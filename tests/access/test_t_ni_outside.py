"""A report that goes to somebody outside: no member can tell that there was one (T-NI, D1).

As in test_t_ni_small: one world without it, one with it, a week in each. Every member looks, not
only whom it names, because none of them may learn of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from evenhand.accounts.models import Member
from evenhand.directory.models import RoleKind
from evenhand.notices.models import HandOver
from evenhand.notices.services import notify
from tests.access.test_t_ni_small import (
    Before,
    Events,
    Theatre,
    before,
    differences,
    nothing,
    theatre,
)
from tests.intake import outsiders, things
from tests.sizes import size

__all__ = ["theatre"]  # a fixture

pytestmark = pytest.mark.django_db(databases=["default", "shred"])

MANY = size(3, 20)
WORLDS = {"no cases": (0, RoleKind.RESPONDER), "a lead with a case": (1, RoleKind.LEAD)}


def _tell(world: Before, **people: object) -> None:
    client, path = Client(), f"/c/{world.space.slug}/tell"
    page = client.get(path)
    story = {"state": things.state_in(page), "step": "story", "go": "people"}
    page = client.post(path, story | {"what_happened": "It was all of them."})
    second = {"state": things.state_in(page), "step": "people", "go": "check", "people": "1"}
    page = client.post(path, second | people)
    sent = client.post(path, {"state": things.state_in(page), "step": "check", "go": "send"})
    assert b"Your report is locked" in sent.content


def chosen(world: Before) -> None:
    _tell(world, outside_only="on")


def everybody_kept_out(world: Before) -> None:
    _tell(world, excluded=[str(member.id) for member in (world.ada, world.ben)])


def many_times(world: Before) -> None:
    for _ in range(MANY):
        chosen(world)


def a_fault_that_nudges_the_members(world: Before) -> None:
    """Planted: as if a hand-over asked the members to look, as a report does."""
    chosen(world)
    notify(Member.objects.all(), now=timezone.now())


HANDED_OVER: tuple[Events, ...] = (chosen, everybody_kept_out, many_times)


def _world(bens_cases: int, role: RoleKind) -> Before:
    world = before(bens_cases, role)
    outsiders.an_outsider(world.space.organisation)
    return world


def _seen_by(member: Member, world: Before) -> Before:
    return replace(world, ben=member)


@pytest.mark.parametrize("which", WORLDS)
def test_t_ni_no_member_can_tell_that_a_report_went_outside(
    which: str, theatre: Theatre, proved: Callable[[str], None]
) -> None:
    world = _world(*WORLDS[which])
    played = HANDED_OVER if size(0, 1) or which == "no cases" else HANDED_OVER[:1]

    answers = 0
    for member in (world.ben, world.ada):
        as_member = _seen_by(member, world)
        lines, mails = theatre.play(as_member, nothing)
        for events in played:
            seen, got = theatre.play(as_member, events)
            assert differences(lines, seen) == [], events.__name__
            assert mails == got, events.__name__
            answers += len(lines)
    proved(f"{answers} answers to 2 members alike in {len(played)} scenarios")


def test_t_ni_a_nudge_to_the_members_would_be_seen(theatre: Theatre) -> None:
    world = _world(0, RoleKind.RESPONDER)
    lines, mails = theatre.play(world, nothing)

    seen, got = theatre.play(world, a_fault_that_nudges_the_members)

    assert mails != got
    assert differences(lines, seen) == []


def test_t_ni_the_only_mail_is_to_the_outside_contact(theatre: Theatre) -> None:
    world = _world(0, RoleKind.RESPONDER)

    theatre.play(world, many_times)

    mails = [path.read_bytes() for path in theatre.mail.glob("*.eml")]
    assert len(mails) == MANY
    assert all(f"To: {outsiders.ADDRESS}".encode() in mail for mail in mails)
    assert not HandOver.objects.exists()
