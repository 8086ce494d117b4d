"""Who it is about, who saw it, and who must not see the report (UX P2; S7, S8, S10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from enum import StrEnum

from django import forms

from evenhand.directory.values import Outside, Reader
from evenhand.intake.forms.fields import MemberIds, Words
from evenhand.intake.forms.step import Data, StepForm
from evenhand.intake.values.answers import Answers
from evenhand.vault.values.report import ReportedPerson, Witness

MOST = 20


class More(StrEnum):
    """Buttons that ask for more room on the page."""

    PERSON = "person"
    WITNESS = "witness"
    CHOICE = "choose"


class PersonForm(forms.Form):
    """One person the report is about."""

    name = Words("Names, nicknames or handles", hint="It is fine not to know.")
    appearance = Words("What did they look like?", rows=2)
    height = Words("Height")
    clothing = Words("Clothing")
    accent = Words("Accent or language")
    company = Words("Company on the badge")
    ribbons = Words("Ribbons on the badge")
    badge_number = Words("Number on the badge")

    def details(self) -> list[forms.BoundField]:
        """The fields that few people can fill in; they stand folded."""
        return [self[name] for name in list(self.fields)[2:]]

    def has_details(self) -> bool:
        return any(field.value() for field in self.details())


class WitnessForm(forms.Form):
    """Somebody else who was there."""

    who = Words("Who else was there, or saw it?", hint="A name, or what they looked like.")
    contact = Words("How can we reach them?", hint="Only if you want us to.")


class PeopleForm(StepForm):
    """Several people and several witnesses, and whom to keep out."""

    holds = ("excluded", "only", "outside_only")

    excluded = MemberIds(
        "Who should not see this?",
        hint="You do not have to say why. They will not learn that you ticked them.",
    )
    only = MemberIds(
        "Only these people may read it", hint="If you tick nobody, the people above read it."
    )

    # Read whatever stands in the directory by then: who ticked it must never be read by members.
    outside_only = forms.BooleanField(required=False)

    def __init__(self, data: Data = None, *, answers: Answers) -> None:
        super().__init__(data, answers=answers)
        # The list of all who may be chosen is long; it comes when it is asked for.
        self.is_outside_offered = False
        self.is_choosing = bool(answers.only or (data and data.get("only")))
        self.people = [
            PersonForm(data, prefix=f"person-{at}", initial=_shown(answers.people, at))
            for at in range(_rows(data, "people", len(answers.people)))
        ]
        self.witnesses = [
            WitnessForm(data, prefix=f"witness-{at}", initial=_shown(answers.witnesses, at))
            for at in range(_rows(data, "witnesses", len(answers.witnesses)))
        ]

    def offer(self, usual: Sequence[Reader], others: Iterable[Reader]) -> None:
        """Show these people to tick: the usual readers, and who may be chosen besides."""
        known = {reader.member.id for reader in usual}
        besides = [reader for reader in others if reader.member.id not in known]
        _tickable(self, "excluded").choices = [_choice(reader) for reader in usual]
        _tickable(self, "only").choices = [_choice(reader) for reader in (*usual, *besides)]

    def offer_outside(self, outside: Outside | None) -> None:
        """Show the choice of somebody outside alone; where there is nobody, only to untick it."""
        name = outside.name if outside else "somebody outside"
        self.fields["outside_only"].label = f"Send it only to {name}. Nobody here may read it."
        self.is_outside_offered = outside is not None or bool(self["outside_only"].value())

    def unfold(self, more: More) -> None:
        """Show the page with room for more."""
        match more:
            case More.PERSON if len(self.people) < MOST:
                self.people.append(PersonForm(prefix=f"person-{len(self.people)}"))
            case More.WITNESS if len(self.witnesses) < MOST:
                self.witnesses.append(WitnessForm(prefix=f"witness-{len(self.witnesses)}"))
            case More.CHOICE:
                self.is_choosing = True
            case _:
                pass

    def is_valid(self) -> bool:
        rows = [row.is_valid() for row in (*self.people, *self.witnesses)]
        return all(rows) and super().is_valid()

    def merged(self) -> Answers:
        people = (ReportedPerson(**row.cleaned_data) for row in self.people)
        witnesses = (Witness(**row.cleaned_data) for row in self.witnesses)
        return replace(
            super().merged(),
            people=tuple(person for person in people if any(person.to_body().values())),
            witnesses=tuple(witness for witness in witnesses if any(witness.to_body().values())),
        )


def _tickable(form: forms.Form, name: str) -> MemberIds:
    field = form.fields[name]
    assert isinstance(field, MemberIds)  # noqa: S101 declared above
    return field


def _rows(data: Data, name: str, known: int) -> int:
    """How many were on the page that came back, else how many are known; at least one."""
    shown = str(data.get(name, "")) if data is not None else str(known)
    return min(max(int(shown), 1), MOST) if shown.isascii() and shown.isdigit() else 1


def _shown(rows: Sequence[ReportedPerson | Witness], at: int) -> dict[str, object]:
    if at >= len(rows):
        return {}
    return {part.name: getattr(rows[at], part.name) for part in fields(rows[at])}


def _choice(reader: Reader) -> tuple[str, str]:
    pronouns = f" ({reader.pronouns})" if reader.pronouns else ""
    return str(reader.member.id), f"{reader.name}{pronouns}, {reader.role}"
