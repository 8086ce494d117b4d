from __future__ import annotations

from django.urls import include, path

from evenhand.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("c/", include("evenhand.intake.urls")),
    path("c/", include("evenhand.directory.urls")),
    path("m/", include("evenhand.accounts.urls")),
    path("m/", include("evenhand.casework.urls")),
    path("set-up/", include("evenhand.operations.urls")),
]

handler400 = "evenhand.site.views.bad_request"
handler403 = "evenhand.site.views.not_found"
handler404 = "evenhand.site.views.not_found"
handler500 = "evenhand.site.views.server_error"
