"""How to reach somebody safely, and what they would like (UX P4 and §7; S10, S12, D4)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from django import forms

from evenhand.intake.forms.fields import NoticeAddress, Words
from evenhand.intake.forms.step import Data, StepForm
from evenhand.intake.values.answers import Answers
from evenhand.intake.values.told import WISHES
from evenhand.sealing.secret import Secret
from evenhand.vault.values.report import Identity, Way, Wish

_WAYS = [
    (Way.ONLY_HERE, "Only on this website, with my code. Nothing is ever sent to me."),
    (Way.MAIL, "Email. Use an address that only you can open."),
    (Way.TEXT, "Text message to a phone that only I use"),
    (Way.CALL, "Phone call"),
    (Way.IN_PERSON, "In person"),
    (Way.THROUGH_SOMEONE, "Through someone I trust"),
    (Way.NOT_AT_ALL, "Please do not contact me"),
]
_IDENTITY_TEXTS = tuple(part.name for part in fields(Identity) if part.name != "way")


class IdentityFields(forms.Form):
    """Who the reporter is and which way is safe. Nobody has to fill in any of it."""

    way = forms.TypedChoiceField(
        label="How may we reach you?",
        choices=_WAYS,
        coerce=Way,
        empty_value=Way.ONLY_HERE,
        required=False,
        widget=forms.RadioSelect,
    )
    contact = Words("Your address or number, or the place or person")
    name = Words("What name should we use?", hint="It does not have to be your real name.")
    times = Words(
        "When and how is it safe?",
        hint="For example: after 18:00, no voicemail. If someone else answers, "
        "we say “wrong number”.",
        rows=2,
    )
    proof = Words("How will you know it is us?", hint="We will say these words first.")
    must_not_learn = Words("Is there anyone who must not learn that you wrote?")
    notice_address = NoticeAddress(
        "Send “You have an update.” to this email address",
        hint="This is apart from the rest. The people who read your report never see it. "
        "The mail comes from “Rota” and says nothing else.",
    )

    def to_identity(self) -> Identity:
        return Identity(
            way=self.cleaned_data["way"],
            **{name: self.cleaned_data[name] for name in _IDENTITY_TEXTS},
        )

    def to_notice_address(self) -> Secret:
        address: Secret = self.cleaned_data["notice_address"]
        return address


class ContactForm(StepForm, IdentityFields):
    """Wishes and worries, then ways to reach."""

    holds = ("wishes", "other_wish", "please_do_not", "concerns", "notice_address")

    wishes = forms.TypedMultipleChoiceField(
        label="What would help?",
        choices=list(WISHES.items()),
        coerce=Wish,
        empty_value=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_wish = Words("Something else that would help", rows=2)
    please_do_not = Words("What should we not do?", rows=2)
    concerns = Words(
        "Are you worried about your safety, or that someone will get back at you?",
        hint="If only two people were there, the other may guess who wrote. "
        "Tell us what you fear. We read this first.",
        rows=3,
    )

    def shown(self, answers: Answers) -> dict[str, Any]:
        identity = {part.name: getattr(answers.identity, part.name) for part in fields(Identity)}
        return super().shown(answers) | identity

    def merged(self) -> Answers:
        merged = replace(super().merged(), identity=self.to_identity())
        return replace(merged, wishes=tuple(merged.wishes))


class NewContactForm(IdentityFields):
    """The same ways to reach, changed afterwards."""

    def __init__(self, data: Data = None, *, identity: Identity | None) -> None:
        known = identity or Identity()
        shown = {part.name: getattr(known, part.name) for part in fields(Identity)}
        super().__init__(data, initial=shown)
