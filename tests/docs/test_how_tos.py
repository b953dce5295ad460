"""How-tos in both languages: the same commands with options that exist, links that lead."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from duikou.cli import main

from .conftest import ROOT

FOLDER = ROOT / "docs" / "how-to"
NAMES = ("check-a-draft", "make-an-account")
PAGES = [FOLDER / f"{name}{tail}" for name in NAMES for tail in (".md", ".zh-CN.md")]


def commands(name: str) -> list[list[str]]:
    text = (FOLDER / name).read_text("utf-8")
    return [shlex.split(line, comments=True) for line in re.findall(r"^duikou .*$", text, re.MULTILINE)]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_commands(name: str) -> None:
    assert commands(f"{name}.md") == commands(f"{name}.zh-CN.md")
    assert len(commands(f"{name}.md")) >= 5


@pytest.mark.parametrize("words", [words for name in NAMES for words in commands(f"{name}.md")], ids=" ".join)
def test_a_command_is_understood(words: list[str]) -> None:
    name, *arguments = words[1:]
    command = main.get_command(click.Context(main), name)
    assert command
    command.make_context(name, arguments)  # raises for an option or a value that does not exist


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_page(page: object) -> None:
    for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):  # type: ignore[attr-defined]
        assert (FOLDER / link).resolve().is_file(), link


@pytest.mark.parametrize(("language", "tail"), [("en", ".md"), ("zh-hans", ".zh-CN.md")])
def test_verdicts_and_buttons_bear_the_names_that_the_pages_give_them(language: str, tail: str) -> None:
    from django.utils import translation
    from django.utils.translation import gettext

    from duikou.answers.wording import VERDICTS

    check, account = ((FOLDER / f"{name}{tail}").read_text("utf-8") for name in NAMES)
    with translation.override(language):
        for code in VERDICTS:
            assert f"| {VERDICTS[code]} |" in check
        for button in ("This document back with comments", "Only what does not fit"):
            assert f"**{gettext(button)}**" in check
        for button in ("Make the account", "Publish to everybody", "Keep for the own office"):
            assert f"**{gettext(button)}**" in account
        assert f"**{gettext('What changed since')}**" in account


def test_the_fields_of_a_template_are_all_told() -> None:
    from duikou.files.accounts import FIELDS

    for tail in (".md", ".zh-CN.md"):
        text = (FOLDER / f"make-an-account{tail}").read_text("utf-8")
        assert all(f"`{{{{{word}}}}}`" in text for words in FIELDS.values() for word in words)
