"""Wiring: headers, keys, languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from duikou.server.signing import KEY_FILE, secret_key
from duikou.web.security import SecurityHeaders


def test_every_answer_keeps_to_itself() -> None:
    answer = SecurityHeaders(lambda request: HttpResponse())(RequestFactory().get("/"))
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_the_headers_reach_what_other_middleware_answers(client) -> None:
    """A redirect by the language switch, files and errors have them too."""
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert name in answer.headers, name


def test_an_answer_may_set_its_own_policy() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    answer = SecurityHeaders(lambda request: own)(RequestFactory().get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_the_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = secret_key({}, tmp_path)
    assert len(first) > 60
    assert secret_key({}, tmp_path) == first
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o177 == 0
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_the_key_can_be_given(tmp_path: Path) -> None:
    assert secret_key({"DUIKOU_SECRET_KEY": "given"}, tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_nothing_is_written(tmp_path: Path) -> None:
    home = tmp_path / "none"
    assert secret_key({}, home) != secret_key({}, home)
    assert not home.exists()


def test_chinese_comes_first_and_days_are_days_in_china() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["zh-hans", "en"]
    assert settings.TIME_ZONE == "Asia/Shanghai"
    assert settings.DEBUG is False


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)
