"""Addresses of the pages; those with a query are meant to be shared."""

from django.urls import path
from django.views.i18n import set_language

from duikou.web.pages import (
    activities,
    check,
    compare,
    course,
    documents,
    findings,
    imports,
    overview,
    question,
    review,
    reviews,
)

app_name = "web"

urlpatterns = [
    path("", overview.show, name="overview"),
    path("documents/", documents.index, name="documents"),
    path("documents/<str:key>/", documents.show, name="document"),
    path("question/", question.show, name="question"),
    path("course/", course.show, name="course"),
    path("findings/", findings.show, name="findings"),
    path("check/", check.show, name="check"),
    path("check/word/", check.word, name="check_word"),
    path("check/compare/", compare.show, name="compare"),
    path("review/", reviews.index, name="reviews"),
    path("review/<str:key>/", review.show, name="review"),
    path("review/<str:key>/figures/<int:number>/", review.figure, name="review_figure"),
    path("review/<str:key>/figures/<int:number>/decision/", review.decide, name="review_decide"),
    path("review/<str:key>/undo/", review.undo, name="review_undo"),
    path("review/<str:key>/remaining/", review.remaining, name="review_remaining"),
    path("review/<str:key>/post/", review.post, name="review_post"),
    path("records/", activities.index, name="activities"),
    path("records/new/<str:code>/", activities.add, name="activity_new"),
    path("records/<str:key>/", activities.show, name="activity"),
    path("records/<str:key>/correct/", activities.correct, name="activity_correct"),
    path("records/<str:key>/withdraw/", activities.withdraw, name="activity_withdraw"),
    path("import/", imports.index, name="imports"),
    path("import/workbook/", imports.workbook, name="workbook"),
    path("import/<uuid:key>/", imports.show, name="import"),
    path("import/<uuid:key>/problems/", imports.problems, name="import_problems"),
    path("import/<uuid:key>/heads/", imports.heads, name="import_heads"),
    path("language/", set_language, name="language"),
]
