"""Django's settings, all from the environment; docs/reference/storage.md lists the variables."""

from __future__ import annotations

import os
from pathlib import Path

from duikou.server.signing import secret_key
from duikou.store.databases import home_of, present_database

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home_of(os.environ)
# Where answers look for the originals of documents, in the folder `documents`.
DUIKOU_HOME = str(HOME)

SECRET_KEY = secret_key(os.environ, HOME)
DEBUG = os.environ.get("DUIKOU_DEBUG") == "1"
ALLOWED_HOSTS = [
    host for host in os.environ.get("DUIKOU_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("DUIKOU_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "duikou.store",
    "duikou.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "duikou.web.security.SecurityHeaders",
    "duikou.web.pages.unavailable.Faults",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duikou.web.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "duikou.web.sessions.Sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "duikou.server.urls"
WSGI_APPLICATION = "duikou.server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duikou.web.actors.signed_in",
            ]
        },
    }
]

DATABASES = {"default": present_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.User"
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username",)}},
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": "duikou.store.passwords.MixedValidator"},
]
LOGIN_URL = "web:sign_in"
CSRF_FAILURE_VIEW = "duikou.web.pages.refused.forged"
# So many failed sign-ins under one name, or from one address, within so many minutes lock it out.
DUIKOU_LOCKOUT = {
    "name": int(os.environ.get("DUIKOU_LOCKOUT_NAME") or 5),
    "address": int(os.environ.get("DUIKOU_LOCKOUT_ADDRESS") or 30),
    "minutes": int(os.environ.get("DUIKOU_LOCKOUT_MINUTES") or 30),
}
# Minutes without a page after which whoever is signed in must sign in again.
DUIKOU_IDLE_MINUTES = int(os.environ.get("DUIKOU_IDLE_MINUTES") or 30)
# Whether a proxy stands in front that says where a request comes from (X-Forwarded-For).
DUIKOU_PROXY = os.environ.get("DUIKOU_PROXY") == "1"

LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
_WANTED = os.environ.get("DUIKOU_LANGUAGE", "").lower()
LANGUAGE_CODE = _WANTED if _WANTED in dict(LANGUAGES) else "zh-hans"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
# A day of the book is a day in China, wherever the server stands.
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
# Files are served from inside the installed package: a demo needs no collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Set where the server stands behind HTTPS; the demo speaks plain HTTP to its own machine.
_HTTPS = os.environ.get("DUIKOU_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
