"""Everything a reporter has answered so far (S10). All of it is optional but what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from evenhand.sealing.secret import Secret
from evenhand.vault.values.report import (
    EMPTY,
    Danger,
    Identity,
    Ongoing,
    ReportedPerson,
    Way,
    Wish,
    Witness,
)

TEXTS = (
    "what_happened",
    "when",
    "where",
    "circumstances",
    "concerns",
    "other_wish",
    "please_do_not",
    "notice_address",
)
_IDENTITY_TEXTS = tuple(part.name for part in fields(Identity) if part.name != "way")

_NO_WAY = {Way.ONLY_HERE, Way.NOT_AT_ALL}


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Answers:
    """What was typed and ticked, as it travels from page to page."""

    what_happened: Secret = EMPTY
    danger: Danger = Danger.UNSAID
    people: tuple[ReportedPerson, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    excluded: tuple[UUID, ...] = ()  # members who must not see it
    only: tuple[UUID, ...] = ()  # the only members who may (S7, S8); empty: the usual ones
    outside_only: bool = False  # nobody here may: it goes to the outside contact alone
    when: Secret = EMPTY
    where: Secret = EMPTY
    ongoing: Ongoing = Ongoing.UNSAID
    circumstances: Secret = EMPTY
    wishes: tuple[Wish, ...] = ()
    other_wish: Secret = EMPTY
    please_do_not: Secret = EMPTY
    concerns: Secret = EMPTY
    identity: Identity = field(default_factory=Identity)
    notice_address: Secret = EMPTY  # D4: no handler sees it

    @property
    def is_in_danger(self) -> bool:
        return self.danger in {Danger.YES, Danger.UNSURE}

    @property
    def gives_a_way(self) -> bool:
        """Whether somebody outside could answer: they cannot write on this site."""
        return bool(self.identity.contact) and self.identity.way not in _NO_WAY

    @property
    def length(self) -> int:
        """How many characters were typed in all."""
        people = sum(_length(part.to_body()) for part in (*self.people, *self.witnesses))
        identity = sum(len(getattr(self.identity, name).reveal()) for name in _IDENTITY_TEXTS)
        return people + identity + sum(len(getattr(self, name).reveal()) for name in TEXTS)


def to_body(answers: Answers) -> dict[str, object]:
    """A plain structure without the empty parts, to be sealed."""
    body: dict[str, object] = {name: getattr(answers, name).reveal() for name in TEXTS}
    body |= {
        "danger": answers.danger.value,
        "ongoing": answers.ongoing.value,
        "people": [_filled(person.to_body()) for person in answers.people],
        "witnesses": [_filled(witness.to_body()) for witness in answers.witnesses],
        "excluded": [member.hex for member in answers.excluded],
        "only": [member.hex for member in answers.only],
        "outside_only": answers.outside_only,
        "wishes": [wish.value for wish in answers.wishes],
        "way": answers.identity.way.value,
        "identity": _filled(
            {name: getattr(answers.identity, name).reveal() for name in _IDENTITY_TEXTS}
        ),
    }
    return _filled(body)


def from_body(body: Mapping[str, Any]) -> Answers:
    """The answers that `to_body` wrote. Only ever called with what this site sealed."""
    identity = body.get("identity", {})
    return Answers(
        danger=Danger(body.get("danger", "")),
        ongoing=Ongoing(body.get("ongoing", "")),
        people=tuple(ReportedPerson.from_body(person) for person in body.get("people", ())),
        witnesses=tuple(Witness.from_body(witness) for witness in body.get("witnesses", ())),
        excluded=tuple(UUID(member) for member in body.get("excluded", ())),
        only=tuple(UUID(member) for member in body.get("only", ())),
        outside_only=bool(body.get("outside_only")),
        wishes=tuple(Wish(wish) for wish in body.get("wishes", ())),
        identity=Identity(
            way=Way(body.get("way", Way.ONLY_HERE)),
            **{name: Secret(identity.get(name, "")) for name in _IDENTITY_TEXTS},
        ),
        **{name: Secret(body.get(name, "")) for name in TEXTS},
    )


def _filled(body: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in body.items() if value}


def _length(texts: Mapping[str, str]) -> int:
    return sum(len(text) for text in texts.values())
