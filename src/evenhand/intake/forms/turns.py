"""Read one page of a report as it was sent back, without asking the database.

So that every word is in our hands before anything can fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict

from evenhand.intake.errors import NotADraft
from evenhand.intake.forms.contact import ContactForm
from evenhand.intake.forms.people import PeopleForm
from evenhand.intake.forms.step import StepForm
from evenhand.intake.forms.story import PlaceForm, StoryForm
from evenhand.intake.services.drafts import begin_draft, open_draft
from evenhand.intake.values.answers import Answers
from evenhand.intake.values.drafts import Draft, Step
from evenhand.intake.values.told import Line, parts_of
from evenhand.sealing.secret import Secret


class CheckForm(StepForm):
    """Nothing to fill in: only a look before sending (UX P5)."""


_FORMS: dict[Step, type[StepForm]] = {
    Step.STORY: StoryForm,
    Step.PEOPLE: PeopleForm,
    Step.PLACE: PlaceForm,
    Step.CONTACT: ContactForm,
    Step.CHECK: CheckForm,
}


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class Turn:
    """A page that came back: where from, what was typed, which button was pressed."""

    draft: Draft  # with what was typed, when that can be taken as it is
    step: Step
    form: StepForm
    button: str
    is_lost: bool  # the hidden field did not open: only this page's words are left

    @property
    def next_step(self) -> Step:
        """Where the button leads; an unknown one stays here."""
        return Step(self.button) if self.button in set(Step) else self.step


def form_of(step: Step, answers: Answers) -> StepForm:
    """The page with what is known, to be filled in."""
    return _FORMS[step](answers=answers)


def read_turn(post: QueryDict, space: str, *, now: datetime) -> Turn:
    """What came back, whatever state it is in."""
    is_lost = False
    try:
        draft = open_draft(post.get("state", ""), space=space, now=now)
    except NotADraft:
        draft, is_lost = begin_draft(space, now=now), True
    step = _step(post.get("step", ""))
    form = _FORMS[step](post, answers=draft.answers)
    if form.is_valid():
        draft = draft.with_answers(form.merged())
    return Turn(draft=draft, step=step, form=form, button=post.get("go", ""), is_lost=is_lost)


def _step(name: str) -> Step:
    return Step(name) if name in set(Step) else Step.STORY


def words_in(turn: Turn) -> list[Line]:
    """Every word of the turn, to be shown once more, also what could not be taken."""
    told = [line for part in parts_of(turn.draft.answers) for line in part.lines]
    return told if turn.form.is_valid() else told + list(_typed(turn.form))


def _typed(form: StepForm) -> Iterator[Line]:
    rows: list[forms.Form] = [form]
    if isinstance(form, PeopleForm):
        rows += [*form.people, *form.witnesses]
    for row in rows:
        for field in row:
            value = field.value()
            if isinstance(value, str) and value:
                yield Line(str(field.label), Secret(value))
