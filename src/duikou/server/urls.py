"""Root URLs: the pages, and the language switch."""

from django.urls import include, path

handler403 = "duikou.web.pages.refused.show"
handler500 = "duikou.web.pages.unavailable.after_fault"

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("duikou.web.urls")),
]
