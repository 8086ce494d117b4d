from __future__ import annotations

from django.apps import AppConfig


class Notices(AppConfig):
    name = "evenhand.notices"
    label = "notices"
