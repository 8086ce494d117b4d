"""Addresses of reporters, below /c/. The fixed ones come first: they cannot be a space."""

from __future__ import annotations

from django.urls import path

from evenhand.intake.views.code import code_page
from evenhand.intake.views.ending import delete_page, replace_page, withdraw_page
from evenhand.intake.views.files import files_page
from evenhand.intake.views.leaving import leave
from evenhand.intake.views.sent import kept, note_file, sent_page
from evenhand.intake.views.start import safe_page, spaces_page, start_page
from evenhand.intake.views.telling import tell_page
from evenhand.intake.views.yours import contact_page, exclude_page, say_page, yours_page

app_name = "intake"
urlpatterns = [
    path("", spaces_page, name="spaces"),
    path("safe", safe_page, name="staying_safe"),
    path("leave", leave, name="leave"),
    path("code", code_page, name="code"),
    path("sent", sent_page, name="sent"),
    path("sent/note", note_file, name="note"),
    path("sent/kept", kept, name="kept"),
    path("yours", yours_page, name="yours"),
    path("yours/say", say_page, name="say"),
    path("yours/files", files_page, name="files"),
    path("yours/exclude", exclude_page, name="exclude"),
    path("yours/contact", contact_page, name="contact"),
    path("yours/withdraw", withdraw_page, name="withdraw"),
    path("yours/replace", replace_page, name="replace"),
    path("yours/delete", delete_page, name="delete"),
    path("<slug:slug>/", start_page, name="start"),
    path("<slug:slug>/tell", tell_page, name="tell"),
]
