"""What a reporter can do when they come back (UX P9)."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError

from evenhand.accounts.models import Member
from evenhand.intake.forms.fields import MemberIds, Words
from evenhand.intake.forms.step import Data
from evenhand.sealing.secret import Secret


class SayForm(forms.Form):
    """An answer, or something to add."""

    text = Words("Write to them", hint="An answer, or anything you want to add.", rows=5)

    def clean_text(self) -> Secret:
        text: Secret = self.cleaned_data["text"]
        if not text:
            message = "There is nothing to send yet. Write a few words first."
            raise ValidationError(message)
        return text


class ExcludeForm(forms.Form):
    """Somebody more who must not see the report."""

    members = MemberIds("Who should not see this any more?")

    def __init__(self, data: Data = None, *, offered: Iterable[Member]) -> None:
        super().__init__(data)
        self.offered = {member.id: member for member in offered}
        members = self.fields["members"]
        assert isinstance(members, MemberIds)  # noqa: S101 declared above
        members.choices = [(str(member.id), member.name) for member in self.offered.values()]

    def clean_members(self) -> list[Member]:
        ticked = [
            self.offered[member]
            for member in self.cleaned_data["members"]
            if member in self.offered
        ]
        if not ticked:
            message = "Tick at least one person."
            raise ValidationError(message)
        return ticked


class FilesForm(forms.Form):
    """Only the choice; the files themselves are read one by one."""

    keep_original = forms.BooleanField(
        label="Keep pictures exactly as they are",
        help_text="We remove hidden data from pictures, such as the place and the phone.",
        required=False,
    )
