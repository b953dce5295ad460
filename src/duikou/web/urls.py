"""Addresses of the pages; those with a query are meant to be shared."""

from django.urls import path
from django.views.i18n import set_language

from duikou.web.pages import (
    account,
    check,
    compare,
    documents,
    findings,
    log,
    offices,
    overview,
    people,
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
