"""The code that opens a report again (UX P8)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from evenhand.intake.forms.fields import Words
from evenhand.sealing.errors import Mistyped
from evenhand.sealing.receipts import Receipt
from evenhand.sealing.secret import Secret
from evenhand.sealing.spelling import parse_receipt

_LONGEST_CODE = 1000


class CodeForm(forms.Form):
    """Words or numbers, typed or pasted in any way."""

    code = Words(
        "Your code",
        hint="8 words or 24 digits. Spaces and capital letters do not matter. "
        "The first four letters of a word are enough.",
        rows=2,
    )
    # What somebody was writing when their visit ended.
    text = Words("Your words, not sent yet", rows=6)

    def clean_code(self) -> Receipt:
        typed: Secret = self.cleaned_data["code"]
        try:
            return parse_receipt(typed.reveal()[:_LONGEST_CODE])
        except Mistyped as mistyped:
            raise ValidationError(_sentence(mistyped)) from mistyped

    def to_receipt(self) -> Receipt:
        receipt: Receipt = self.cleaned_data["code"]
        return receipt


def _sentence(mistyped: Mistyped) -> str:
    parts = ["That code does not look complete."]
    if mistyped.at is not None:
        parts.append(f"Check {mistyped.spelling.value} {mistyped.at}.")
    else:
        parts.append(f"Check each {mistyped.spelling.value}.")
    if mistyped.suggestion is not None:
        parts.append(f"Did you mean “{mistyped.suggestion}”?")
    return " ".join(parts)
