"""The set-up of an organisation, as typed."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify

from evenhand.accounts.addresses import normalised
from evenhand.directory.errors import Incomplete, NotAnOutsideKey
from evenhand.directory.help_numbers import countries
from evenhand.directory.models import SpaceKind
from evenhand.directory.services.outside import checked_key
from evenhand.operations.services.set_up import CheckedNumbers, NewOrganisation, NewSpace, Outsider

OUTSIDE = ("outside_name", "outside_address", "outside_key")


def _country(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=lambda: [("", "Choose…"), *countries()])


class SetUpForm(forms.Form):
    """Who, where, and who leads. All on one page, so that it can be prepared beforehand."""

    name = forms.CharField(label="Name of your community", max_length=200)
    country = _country("Country where it is based")
    conduct_url = forms.URLField(
        label="Web page of your code of conduct (if there is one)",
        required=False,
        assume_scheme="https",
    )
    outside_contact = forms.CharField(
        label="Somebody outside your team",
        help_text="For whoever fears your team, or those who run this server. How to reach them.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    outside_name = forms.CharField(
        label="Their name (for reports that nobody of you may read)",
        help_text="Name, address and key are needed together. Without them, a report about all of "
        "you, or from somebody who trusts none of you, cannot be sent at all: the page only "
        "says how to reach the person above.",
        required=False,
        max_length=200,
    )
    outside_address = forms.EmailField(label="Their e-mail address", required=False, max_length=254)
    outside_key = forms.CharField(
        label="Their key (starts with age1)",
        help_text="They make it themselves, on their own device, with “evenhand outside new” or "
        "“age-keygen”. Never make it for them: whoever has made it can read what they get.",
        required=False,
        max_length=100,
    )
    lead_1_name = forms.CharField(label="First lead: name", max_length=200)
    lead_1_address = forms.EmailField(label="First lead: e-mail address", max_length=254)
    lead_2_name = forms.CharField(
        label="Second lead: name",
        help_text="Two, so that a report about one of them has somebody to go to.",
        max_length=200,
    )
    lead_2_address = forms.EmailField(label="Second lead: e-mail address", max_length=254)
    space_name = forms.CharField(
        label="First meeting or forum",
        help_text="Where people can report something. More can be added later.",
        max_length=200,
    )
    space_slug = forms.SlugField(
        label="Its short name in web addresses (made from its name if empty)",
        required=False,
        max_length=60,
    )
    space_kind = forms.ChoiceField(label="What it is", choices=SpaceKind.choices)
    space_country = _country("Country where people are (for help numbers)")

    def clean_outside_key(self) -> str:
        typed: str = self.cleaned_data["outside_key"]
        try:
            return checked_key(typed) if typed else ""
        except NotAnOutsideKey as error:
            raise forms.ValidationError(error.__doc__ or "") from error

    def clean(self) -> None:
        told = [self.cleaned_data.get(name) for name in OUTSIDE]
        if any(told) and not all(told) and not set(OUTSIDE) & set(self.errors):
            self.add_error("outside_name", Incomplete.__doc__ or "")

    def clean_lead_2_address(self) -> str:
        second: str = self.cleaned_data["lead_2_address"]
        if normalised(second) == normalised(self.cleaned_data.get("lead_1_address", "")):
            message = "The two leads need an address each."
            raise forms.ValidationError(message)
        return second

    def clean_space_slug(self) -> str:
        typed: str = self.cleaned_data["space_slug"]
        slug = typed.lower() or slugify(self.cleaned_data.get("space_name", ""))[:60]
        if not slug:
            message = "Please choose a short name of letters from a to z, digits and hyphens."
            raise forms.ValidationError(message)
        return slug

    def to_new_organisation(self) -> NewOrganisation:
        told = self.cleaned_data
        return NewOrganisation(
            name=told["name"],
            country=told["country"],
            conduct_url=told["conduct_url"],
            outside_contact=told["outside_contact"],
            outside=Outsider(
                name=told["outside_name"],
                address=told["outside_address"],
                key=told["outside_key"],
            ),
            leads=[(told[f"lead_{at}_name"], told[f"lead_{at}_address"]) for at in (1, 2)],
            space=NewSpace(
                name=told["space_name"],
                slug=told["space_slug"],
                kind=SpaceKind(told["space_kind"]),
                country=told["space_country"],
            ),
        )


class NumbersForm(forms.Form):
    """Without this the set-up does not finish: a wrong number is worse than none (S1)."""

    numbers_of = forms.CharField(widget=forms.HiddenInput)  # the country whose numbers were shown
    security = forms.CharField(
        label="Security at the place (number)", required=False, max_length=40
    )
    first_aid = forms.CharField(
        label="First aid at the place (number)", required=False, max_length=40
    )
    checked_by = forms.CharField(label="Who checked the numbers", max_length=200)
    is_checked = forms.BooleanField(
        label="I have checked each of these numbers today",
        error_messages={"required": "Please check the numbers and tick that you have."},
    )

    def to_checked_numbers(self) -> CheckedNumbers:
        told = self.cleaned_data
        local = [("Security", told["security"]), ("First aid", told["first_aid"])]
        return CheckedNumbers(
            checked_by=told["checked_by"], local=[pair for pair in local if pair[1]]
        )
