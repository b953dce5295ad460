"""The tutorial in both languages: its commands print what it shows, its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from duikou.words import load

from .conftest import ROOT, Shown, shown_in

FOLDER = ROOT / "docs" / "tutorial"
PAGES = {"en": FOLDER / "first-look.md", "zh-hans": FOLDER / "first-look.zh-CN.md"}
COMMANDS = [(language, shown) for language, page in PAGES.items() for shown in shown_in(page)]


def squeezed(text: str) -> str:
    """Blanks and full-width colons aside: how a line is set is not what the tutorial teaches."""
    return "".join(text.replace("：", ":").split())


@pytest.mark.parametrize(("language", "shown"), COMMANDS)
def test_a_command_prints_what_the_page_shows(language: str, shown: Shown, run: Callable[..., Any]) -> None:
    ended = run(shown.words, language)
    printed = [squeezed(line) for line in (ended.stdout + ended.stderr).splitlines()]
    assert shown.lines
    at = 0
    for line in shown.lines:
        assert squeezed(line) in printed[at:]
        at = printed.index(squeezed(line), at) + 1
    expected = 2 if shown.lines[0].startswith("Error") else 1 if "planted.md" in shown.words[2] else 0
    assert ended.exit_code == expected


def test_both_languages_teach_the_same_commands() -> None:
    taught = {name: [s.words for lang, s in COMMANDS if lang == name] for name in PAGES}
    assert taught["en"] == taught["zh-hans"]
    assert len(taught["en"]) >= 5


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_every_link_leads_to_a_page(page: Any) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    assert links
    for link in links:
        assert (page.parent / link).resolve().is_file(), link


@pytest.mark.parametrize(("language", "page"), PAGES.items(), ids=list(PAGES))
def test_the_four_verdicts_bear_the_names_that_the_program_gives_them(language: str, page: Any) -> None:
    from django.utils import translation

    from duikou.answers.wording import VERDICTS

    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", page.read_text("utf-8"), re.MULTILINE)
    with translation.override(language):
        assert rows == [str(VERDICTS[code]) for code in ("contradicted", "doubtful", "holds", "open")]


def test_words_of_the_shell_are_those_that_make_demo_needs() -> None:
    """The lines that are not run here (`make demo`, the environment) name the demo's own folder."""
    from duikou.cli.demo import _default_home

    for page in PAGES.values():
        text = page.read_text("utf-8")
        assert "make demo" in text
        assert f"DUIKOU_HOME=~/.local/share/{_default_home().name}" in text


FILING = {"en": FOLDER / "file-a-quarter.md", "zh-hans": FOLDER / "file-a-quarter.zh-CN.md"}


@pytest.mark.parametrize(("language", "page"), FILING.items(), ids=list(FILING))
def test_what_the_tutorial_of_filing_names_is_on_the_pages(language: str, page: Any) -> None:
    """Its buttons and places are texts of the interface, its pictures and links are there."""
    from babel.messages.pofile import read_po

    text = page.read_text("utf-8")
    with (ROOT / "src/duikou/locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file) if isinstance(message.id, str)]
    known = {message.id if language == "en" else message.string for message in messages}
    named = re.findall(r"(?:press|点|“Mend”, press) ?“(.+?)”", text, re.IGNORECASE)
    named += re.findall(r"\*(?:报送|Filings) → ([^*万]+)\*", text)
    assert len(named) >= 14
    assert set(named) - known <= {"将1行放入‘月度报送’"}
    measure = load().measure["training.person_time"]
    assert f"“{measure.en if language == 'en' else measure.zh}”" in text
    links = re.findall(r"\]\(([^)#]+)", text)
    assert len([link for link in links if link.startswith("pictures/")]) == 11
    for link in links:
        assert (page.parent / link).resolve().is_file(), link
