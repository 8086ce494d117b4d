from __future__ import annotations

from django.apps import AppConfig


class Vault(AppConfig):
    name = "evenhand.vault"
    label = "vault"
