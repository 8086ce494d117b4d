from __future__ import annotations

from django.urls import path

from evenhand.casework.views import cases, joining

app_name = "casework"
urlpatterns = [
    path("", cases.cases_page, name="cases"),
    path("cases/<uuid:case_id>", cases.case_page, name="case"),
    path("cases/<uuid:case_id>/reply", cases.reply_to_reporter, name="reply"),
    path("cases/<uuid:case_id>/note", cases.keep_note, name="note"),
    path("cases/<uuid:case_id>/close", cases.close_case, name="close"),
    path("cases/<uuid:case_id>/reopen", cases.reopen_case, name="reopen"),
    path("cases/<uuid:case_id>/contact", cases.identity_page, name="identity"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", cases.case_file, name="file"),
    path("team", joining.team_page, name="team"),
    path("join/<str:token>", joining.join_page, name="join"),
]
