"""What members type."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evenhand.directory.values import KnownAs
from evenhand.sealing.secret import Secret
from evenhand.vault.errors import NoDayToEraseOn
from evenhand.vault.values.erasure import may_be_erased_on
from evenhand.vault.values.findings import Closing, Finding
from evenhand.vault.values.rounds import LONGEST_NAME

LONGEST_TEXT = 100_000
LONGEST_LIST = 4_000
_TOO_LONG = (
    "That is more than we can take at once. Please cut it in two and send the second part after"
    " the first. Your words are still here."
)


class WordsForm(forms.Form):
    """A text in a member's own words."""

    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Please write something first.", "max_length": _TOO_LONG},
    )

    def to_secret(self) -> Secret:
        return Secret(self.cleaned_data["text"])


class ReplyForm(WordsForm):
    """An answer to the reporter (S20)."""

    text = forms.CharField(
        label="Answer the reporter",
        help_text="They read this on their page. Plain words help. Do not promise what you cannot"
        " keep.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Please write an answer first.", "max_length": _TOO_LONG},
    )


class NoteForm(WordsForm):
    """A note for the other readers."""

    text = forms.CharField(
        label="Note for the readers of this case",
        help_text="The reporter does not see it.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Please write a note first.", "max_length": _TOO_LONG},
    )


class CloseForm(forms.Form):
    """Closing; "no action, recorded" is a full-valued outcome (S2)."""

    finding = forms.ChoiceField(
        label="What did you find?",
        help_text="Each of these is a good answer. It decides how long the case is kept; then it is"
        " erased. The reporter sees that day, but not the answer, unless you tick the box below.",
        choices=[(finding.value, finding.label) for finding in Finding],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Please choose what you found.",
            "invalid_choice": "Please choose one of these.",
        },
    )
    tell = forms.BooleanField(label="Show this finding to the reporter too", required=False)
    text = forms.CharField(
        label="Last words to the reporter",
        help_text="That you discussed it, what you found, what you did (S20). “We took no action,"
        " and we keep your report” is a good answer too.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Please tell the reporter how it ended.",
            "max_length": _TOO_LONG,
        },
    )

    def to_closing(self) -> Closing:
        return Closing(
            finding=Finding(self.cleaned_data["finding"]),
            last_word=Secret(self.cleaned_data["text"]),
            is_told=self.cleaned_data["tell"],
        )


class EraseOnForm(forms.Form):
    """Another day on which the case is erased, with a reason."""

    day = forms.DateField(
        label="Erase it on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": "Please choose a day.",
            "invalid": "Please write the day as year, month, day: 2030-05-31.",
        },
    )
    text = forms.CharField(
        label="Why",
        help_text="For the readers of this case. The reporter sees the new day, not the reason.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Please say why, in a few words.", "max_length": _TOO_LONG},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **more)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not may_be_erased_on(day, today=self.today):
            raise ValidationError(NoDayToEraseOn.__doc__ or "")
        return day

    def to_secret(self) -> Secret:
        return Secret(self.cleaned_data["text"])


class JoinForm(forms.Form):
    """Accept an invitation."""

    passphrase = forms.CharField(
        label="Choose a passphrase",
        help_text="At least 12 characters. Several words are good. Nobody can reset it for you, so"
        " write it down and keep it in a safe place.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Please choose a passphrase."},
        strip=False,
    )


class InviteForm(forms.Form):
    """Ask somebody to join the team."""

    name = forms.CharField(
        label="Their name", max_length=200, error_messages={"required": "What is their name?"}
    )
    address = forms.EmailField(
        label="Their mail address",
        max_length=254,
        error_messages={
            "required": "Where do they get mail?",
            "invalid": "That does not look like a mail address. Please check it.",
        },
    )


class LinesField(forms.CharField):
    """Several values, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(required=False, max_length=LONGEST_LIST, label=label, help_text=help_text)

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: object) -> tuple[str, ...]:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class KnownAsForm(forms.Form):
    """How a member is called, and of whom they must not decide (B2). There is no field for why."""

    names = LinesField(
        label="Other names people use for you",
        help_text="Nicknames, earlier names, your name in another script. One on each line.",
    )
    handles = LinesField(
        label="Your handles", help_text="In chats, forums and repositories. One on each line."
    )
    addresses = LinesField(label="Your other e-mail addresses", help_text="One on each line.")
    conflicts = LinesField(
        label="People you must not decide about",
        help_text="Only names, one on each line. Never say why. For example: partner, family,"
        " manager, client, close colleague, somebody whose work you review.",
    )

    def to_known_as(self) -> KnownAs:
        return KnownAs(**self.cleaned_data)


class AskForm(forms.Form):
    """Ask the others who has a conflict of interest (S16, B2)."""

    name = forms.CharField(
        label="Name of the person this is about",
        help_text="As it is written in the report. The others see this name and nothing else.",
        max_length=LONGEST_NAME,
        error_messages={"required": "Whose name should they see?"},
    )
