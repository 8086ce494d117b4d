from __future__ import annotations

from django.apps import AppConfig


class Intake(AppConfig):
    name = "evenhand.intake"
    label = "intake"
