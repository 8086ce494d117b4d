"""Fields that take what a person types as it is: any language, any length that fits."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from evenhand.sealing.secret import Secret

LONGEST = 100_000
TOO_LONG = (
    "This is longer than we can take in one piece (100,000 characters). "
    "Nothing is lost: your words are still here. Make this one shorter, send it, "
    "then add the rest with your code."
)
NOT_AN_ADDRESS = "That does not look like an email address. Check it, or leave it empty."


class Words(forms.Field):
    """Free text as a `Secret`. No length attribute: a browser would cut pasted text silently."""

    widget = forms.Textarea

    def __init__(self, label: str, *, hint: str = "", rows: int = 1) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        super().__init__(label=label, help_text=hint, required=False, widget=widget)

    def to_python(self, value: object) -> Secret:
        text = value if isinstance(value, str) else ""
        return Secret(text.replace("\r\n", "\n").replace("\0", "").strip())

    def validate(self, value: Secret) -> None:
        if len(value.reveal()) > LONGEST:
            raise ValidationError(TOO_LONG)

    def prepare_value(self, value: object) -> object:
        return value.reveal() if isinstance(value, Secret) else value


class NoticeAddress(Words):
    """An address that only the mail sender sees (D4)."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, hint=hint)
        self.widget.attrs["inputmode"] = "email"  # no check by the browser: it would block

    def validate(self, value: Secret) -> None:
        if value:
            EmailValidator(NOT_AN_ADDRESS)(value.reveal())


class MemberIds(forms.MultipleChoiceField):
    """Ticked members.

    Which ids may be ticked is asked when sending, not while reading a form: a page must keep
    what was ticked even while the database is away.
    """

    def __init__(self, label: str, *, hint: str = "") -> None:
        widget = forms.CheckboxSelectMultiple()
        super().__init__(label=label, help_text=hint, required=False, widget=widget)

    def valid_value(self, value: object) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True

    def clean(self, value: object) -> tuple[UUID, ...]:
        ticked = self.to_python(value)
        self.validate(ticked)
        return tuple(UUID(member) for member in ticked)

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Iterable) and not isinstance(value, str):
            return [str(member) for member in value]
        return value
