"""Addresses of the pages; those with a query are meant to be shared."""

from django.urls import path
from django.views.i18n import set_language

from duikou.web.pages import check, compare, documents, findings, overview, question

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
]
