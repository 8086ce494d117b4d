"""Addresses of a member's account, under /m/."""

from __future__ import annotations

from django.urls import path

from evenhand.accounts.views import account, factors, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in", signing_in.sign_in_page, name="sign_in"),
    path("second-step", signing_in.second_step_page, name="second_step"),
    path("sure", signing_in.confirm_page, name="sure"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("sign-out-everywhere", signing_in.sign_out_everywhere, name="sign_out_everywhere"),
    path("enrol", factors.enrol_page, name="enrol"),
    path("enrol/passkey", factors.passkey_page, name="new_passkey"),
    path("account", account.account_page, name="account"),
    path("account/passphrase", account.passphrase_page, name="passphrase"),
    path("account/recovery-codes", factors.recovery_codes_page, name="recovery_codes"),
    path("account/remove/<str:name>", factors.remove_factor_page, name="remove_factor"),
]
