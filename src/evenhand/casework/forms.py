"""What members type."""

from __future__ import annotations

from django import forms

from evenhand.directory.values import KnownAs
from evenhand.sealing.secret import Secret
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
