"""What every page of a report has in common: it puts what it holds into the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from evenhand.intake.values.answers import Answers

Data = Mapping[str, Any] | None

TOO_MUCH = (
    "All pages together are longer than we can take in one report (300,000 characters). "
    "Nothing is lost: your words are still here. Make this page shorter, send it, "
    "then add the rest with your code."
)
LONGEST_IN_ALL = 300_000


class StepForm(forms.Form):
    """A page of a report. `holds` names the answers it asks for."""

    holds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Data = None, *, answers: Answers) -> None:
        self.answers = answers
        super().__init__(data, initial=self.shown(answers))

    def shown(self, answers: Answers) -> dict[str, Any]:
        """What stands in the fields before anything is typed."""
        return {name: getattr(answers, name) for name in self.holds}

    def merged(self) -> Answers:
        """The answers with what was typed on this page. Only after `is_valid`."""
        return replace(self.answers, **{name: self.cleaned_data[name] for name in self.holds})

    def clean(self) -> None:
        if not self.errors and self.merged().length > LONGEST_IN_ALL:
            self.add_error(None, TOO_MUCH)
