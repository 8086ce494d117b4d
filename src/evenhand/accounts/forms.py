"""What members type about their account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import QueryDict

from evenhand.accounts.errors import AccountsError
from evenhand.accounts.values import Proof, ProofKind

T = TypeVar("T")

_LONGEST_PASSPHRASE = 500
_LONGEST_ANSWER = 20_000  # of a browser about a passkey


def passphrase_field(label: str, autocomplete: str) -> forms.CharField:
    """A passphrase; may be pasted. Its ends are tidied where the key is made."""
    return forms.CharField(
        label=label,
        max_length=_LONGEST_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": f"Type {label[0].lower()}{label[1:]}."},
    )


class SignInForm(forms.Form):
    """Not an EmailField: whatever is typed takes the same way."""

    address = forms.CharField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Type your e-mail address."},
    )
    passphrase = passphrase_field("Your passphrase", "current-password")


class CodeForm(forms.Form):
    """A code from the app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Type the code."},
    )

    def to_proof(self) -> Proof:
        return Proof(ProofKind.CODE, self.cleaned_data["code"])


class PasskeyForm(forms.Form):
    """What the browser says about a passkey. Filled in by the script."""

    answer = forms.CharField(max_length=_LONGEST_ANSWER, required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        super().clean()
        if not self.cleaned_data.get("answer"):  # no script, or stopped by the member
            self.add_error(None, "Your browser sent no passkey. Try again, or use a code.")

    def to_proof(self) -> Proof:
        return Proof(ProofKind.PASSKEY, self.cleaned_data["answer"])


class NewPasskeyForm(PasskeyForm):
    """A new passkey with a name by which the member knows it again."""

    name = forms.CharField(
        label="Name for this passkey",
        max_length=60,
        required=False,
        empty_value="Passkey",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PassphraseForm(forms.Form):
    """The passphrase again."""

    passphrase = passphrase_field("Your passphrase", "current-password")

    def to_proof(self) -> Proof:
        return Proof(ProofKind.PASSPHRASE, self.cleaned_data["passphrase"])


class ChangePassphraseForm(forms.Form):
    """The present and the new passphrase."""

    old = passphrase_field("Your present passphrase", "current-password")
    new = passphrase_field("Your new passphrase", "new-password")
    again = passphrase_field("Your new passphrase again", "new-password")

    def clean(self) -> None:
        super().clean()
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "The two new passphrases are not the same.")


class SureForm(forms.Form):
    """A button that says yes; holds refusals."""


ProofForm = CodeForm | PasskeyForm | PassphraseForm


def proof_form(data: QueryDict) -> ProofForm:
    """The one of a page's three forms that was sent."""
    if "code" in data:
        return CodeForm(data)
    return PasskeyForm(data) if "answer" in data else PassphraseForm(data)


def attempt(form: forms.Form, deed: Callable[[], T]) -> T | None:
    """Do it; a refusal is shown with the form, and what was typed stays."""
    try:
        return deed()
    except AccountsError as refusal:
        form.add_error(None, str(refusal))
        return None
