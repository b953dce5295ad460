"""docs/how-to/check-a-draft in both languages: the same commands with options that exist, links that lead."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from duikou.cli import main

from .conftest import ROOT

FOLDER = ROOT / "docs" / "how-to"
PAGES = {"en": FOLDER / "check-a-draft.md", "zh-hans": FOLDER / "check-a-draft.zh-CN.md"}


def commands(language: str) -> list[list[str]]:
    text = PAGES[language].read_text("utf-8")
    return [shlex.split(line, comments=True) for line in re.findall(r"^duikou .*$", text, re.MULTILINE)]


def test_both_languages_have_the_same_commands() -> None:
    assert commands("en") == commands("zh-hans")
    assert len(commands("en")) >= 5


@pytest.mark.parametrize("words", commands("en"), ids=" ".join)
def test_a_command_is_understood(words: list[str]) -> None:
    name, *arguments = words[1:]
    command = main.get_command(click.Context(main), name)
    assert command
    command.make_context(name, arguments)  # raises for an option or a value that does not exist


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_every_link_leads_to_a_page(page: object) -> None:
    for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):  # type: ignore[attr-defined]
        assert (FOLDER / link).resolve().is_file(), link


@pytest.mark.parametrize("language", PAGES)
def test_the_verdicts_and_buttons_bear_the_names_that_the_pages_give_them(language: str) -> None:
    from django.utils import translation
    from django.utils.translation import gettext

    from duikou.answers.wording import VERDICTS

    text = PAGES[language].read_text("utf-8")
    with translation.override(language):
        for code in VERDICTS:
            assert f"| {VERDICTS[code]} |" in text
        for button in ("This document back with comments", "Only what does not fit"):
            assert f"**{gettext(button)}**" in text
