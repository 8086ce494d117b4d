from __future__ import annotations

from django.urls import path

from evenhand.operations import views

app_name = "operations"
urlpatterns = [path("<str:token>", views.set_up_page, name="set_up")]
