"""Addresses of the directory, below /c/."""

from __future__ import annotations

from django.urls import path

from evenhand.directory.views import photo, readers_page

app_name = "directory"
urlpatterns = [
    path("photo/<uuid:member_id>", photo, name="photo"),
    path("<slug:slug>/readers", readers_page, name="readers"),
]
