from __future__ import annotations

from django.apps import AppConfig


class Casework(AppConfig):
    name = "evenhand.casework"
    label = "casework"
