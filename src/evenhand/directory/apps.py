from __future__ import annotations

from django.apps import AppConfig


class Directory(AppConfig):
    name = "evenhand.directory"
    label = "directory"
