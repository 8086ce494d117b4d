from __future__ import annotations

from django.apps import AppConfig


class Operations(AppConfig):
    name = "evenhand.operations"
    label = "operations"
