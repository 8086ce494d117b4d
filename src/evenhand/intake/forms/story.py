"""What happened (UX P1), and when and where (UX P3)."""

from __future__ import annotations

from django import forms

from evenhand.intake.forms.fields import Words
from evenhand.intake.forms.step import StepForm
from evenhand.vault.values.report import Danger, Ongoing


class StoryForm(StepForm):
    """The one thing a report needs, and whether somebody needs help now (S1)."""

    holds = ("what_happened", "danger")

    what_happened = Words(
        "What happened?",
        hint="Write as much or as little as you want. Any language.",
        rows=8,
    )
    danger = forms.TypedChoiceField(
        label="Is anyone in danger right now?",
        choices=[
            (Danger.YES, "Yes"),
            (Danger.UNSURE, "I am not sure"),
            (Danger.NO, "No"),
            (Danger.UNSAID, "I do not want to say"),
        ],
        coerce=Danger,
        empty_value=Danger.UNSAID,
        required=False,
        widget=forms.RadioSelect,
    )


class PlaceForm(StepForm):
    """When and where it was, and what was around it (S10)."""

    holds = ("when", "where", "ongoing", "circumstances")

    when = Words("When was it?", hint="“This morning” is enough.")
    where = Words("Where was it?", hint="“In the hallway by room 3”, or a link.")
    ongoing = forms.TypedChoiceField(
        label="Is it still going on?",
        choices=[
            (Ongoing.YES, "It is still going on"),
            (Ongoing.OVER, "It is over"),
            (Ongoing.UNSURE, "I am not sure"),
            (Ongoing.UNSAID, "I do not want to say"),
        ],
        coerce=Ongoing,
        empty_value=Ongoing.UNSAID,
        required=False,
        widget=forms.RadioSelect,
    )
    circumstances = Words("What was going on around it?", rows=3)
