from __future__ import annotations

from django.urls import path

from evenhand.casework.views import cases, conflicts, joining

app_name = "casework"
urlpatterns = [
    path("", cases.cases_page, name="cases"),
    path("cases/<uuid:case_id>", cases.case_page, name="case"),
    path("cases/<uuid:case_id>/reply", cases.reply_to_reporter, name="reply"),
    path("cases/<uuid:case_id>/note", cases.keep_note, name="note"),
    path("cases/<uuid:case_id>/close", cases.close_case, name="close"),
    path("cases/<uuid:case_id>/reopen", cases.reopen_case, name="reopen"),
    path("cases/<uuid:case_id>/erase-on", cases.set_day_of_erasure, name="erase_on"),
    path("cases/<uuid:case_id>/keep-longer", cases.keep_case_longer, name="keep_longer"),
    path("cases/<uuid:case_id>/step-back", cases.step_back_from_case, name="step_back"),
    path("cases/<uuid:case_id>/contact", cases.identity_page, name="identity"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>", cases.case_file, name="file"),
    path("cases/<uuid:case_id>/mention", conflicts.settle_mention, name="mention"),
    path("cases/<uuid:case_id>/ask", cases.ask_the_others, name="ask"),
    path("cases/<uuid:case_id>/unsure", conflicts.settle_answer, name="unsure"),
    path("conflict/<uuid:card_id>", conflicts.answer_card, name="card"),
    path("known-as", conflicts.known_as_page, name="known_as"),
    path("team", joining.team_page, name="team"),
    path("team/<uuid:member_id>/confirm", joining.confirm_newcomer, name="confirm"),
    path("team/<uuid:member_id>/leaves", joining.let_member_go, name="leaves"),
    path("join/<str:token>", joining.join_page, name="join"),
]
