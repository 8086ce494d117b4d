from __future__ import annotations

from django.apps import AppConfig


class Site(AppConfig):
    name = "evenhand.site"
    label = "site"
