"""Whom a report names among those who could come to read it, worked out in memory (D1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from evenhand.directory.models import Space
from evenhand.directory.queries import how_members_are_known
from evenhand.intake.values.answers import Answers
from evenhand.matching.mentions import mentions_in
from evenhand.matching.values import Certainty, Known


@dataclass(frozen=True, slots=True)
class Withheld:
    """Members who must not see a report: for certain, or until a reader has looked at it."""

    certain: frozenset[UUID]
    doubtful: frozenset[UUID]

    @property
    def all(self) -> frozenset[UUID]:
        return self.certain | self.doubtful


def withheld_from(space: Space, answers: Answers) -> Withheld:
    """Whoever was struck out, and whoever the report names: themselves or somebody close.

    Somebody whom the reporter chose by name may read it all the same (S7): a person writes
    "I spoke to you" to the one they trust.
    """
    struck, chosen = frozenset(answers.excluded), frozenset(answers.only)
    found = mentions_in(
        structured=list(_short(answers)),
        free_text=list(_long(answers)),
        known=_known_in(space),
    )
    named = {cast("UUID", each.id): each.certainty for each in found if each.id not in chosen}
    clear = {member for member, how in named.items() if how is Certainty.CLEAR}
    certain = struck | clear
    return Withheld(certain=certain, doubtful=frozenset(named) - certain)


def _known_in(space: Space) -> list[Known]:
    return [
        Known(
            id=member_id,
            names=(*known.names, *known.conflicts),
            handles=known.handles,
            addresses=known.addresses,
        )
        for member_id, known in how_members_are_known(space.organisation).items()
    ]


def _short(answers: Answers) -> Iterator[str]:
    """Fields in which people give a name and little else."""
    for person in answers.people:
        yield person.name.reveal()
    for witness in answers.witnesses:
        yield witness.who.reveal()
        yield witness.contact.reveal()
    identity = answers.identity
    for told in (identity.name, identity.contact, identity.must_not_learn):
        yield told.reveal()


def _long(answers: Answers) -> Iterator[str]:
    """Stories and descriptions."""
    told = (
        answers.what_happened,
        answers.when,
        answers.where,
        answers.circumstances,
        answers.concerns,
        answers.other_wish,
        answers.please_do_not,
        answers.identity.times,
    )
    for text in told:
        yield text.reveal()
    for person in answers.people:
        yield from (text for name, text in person.to_body().items() if name != "name")
