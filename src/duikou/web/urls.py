"""Addresses of the pages; those with a query are meant to be shared."""

from django.urls import path
from django.views.i18n import set_language

from duikou.web.pages import (
    account,
    check,
    compare,
    documents,
    duplicates,
    findings,
    log,
    offices,
    overview,
    people,
    project,
    project_form,
    projects,
    question,
)

app_name = "web"

urlpatterns = [
    path("", overview.show, name="overview"),
    path("documents/", documents.index, name="documents"),
    path("documents/<str:key>/", documents.show, name="document"),
    path("question/", question.show, name="question"),
    path("findings/", findings.show, name="findings"),
    path("check/", check.show, name="check"),
    path("check/word/", check.word, name="check_word"),
    path("check/compare/", compare.show, name="compare"),
    path("language/", set_language, name="language"),
    path("projects/", projects.index, name="projects"),
    path("projects/board/", projects.board, name="projects_board"),
    path("projects/new/", project_form.new, name="project_new"),
    path("projects/alike/", duplicates.index, name="duplicates"),
    path("projects/alike/settle/", duplicates.settle, name="duplicates_settle"),
    path("projects/of/<str:key>/", project.show, name="project"),
    path("projects/of/<str:key>/edit/", project_form.edit, name="project_edit"),
    path("projects/of/<str:key>/step/", project.step, name="project_step"),
    path("projects/of/<str:key>/step/drop/", project.drop_step, name="project_step_drop"),
    path("projects/of/<str:key>/papers/<str:document>/", project.paper, name="project_paper"),
    path("sign-in/", account.enter, name="sign_in"),
    path("sign-out/", account.leave, name="sign_out"),
    path("account/", account.show, name="account"),
    path("account/office/", account.choose_office, name="office_choice"),
    path("account/password/", account.password, name="password"),
    path("people/", people.index, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/of/<str:username>/", people.show, name="person"),
    path("people/of/<str:username>/grant/", people.grant, name="person_grant"),
    path("people/of/<str:username>/change/", people.change, name="person_change"),
    path("offices/", offices.index, name="offices"),
    path("offices/new/", offices.new, name="office_new"),
    path("offices/of/<slug:key>/", offices.rename, name="office"),
    path("log/", log.show, name="log"),
    path("log/export/", log.export, name="log_export"),
]
