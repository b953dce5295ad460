"""docs/explanation/worked-answers.md: every command on the page answers as the page says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import ROOT, Shown, shown_in

PAGE = ROOT / "docs" / "explanation" / "worked-answers.md"
ANSWERS = shown_in(PAGE)


def test_the_page_has_its_questions() -> None:
    assert len(ANSWERS) >= 8
    asked = {" ".join(shown.words) for shown in ANSWERS}
    assert len(asked) == len(ANSWERS)
    assert any("--donor 辽宁省" in question for question in asked)
    assert any(question.count("--donor") == 2 for question in asked)


@pytest.mark.parametrize("shown", ANSWERS, ids=lambda shown: " ".join(shown.words[2:]))
def test_the_command_answers_as_the_page_says(shown: Shown, run: Callable[..., Any]) -> None:
    ended = run(shown.words)
    assert (ended.exit_code, ended.stderr) == (0, "")
    printed = [line for line in ended.stdout.splitlines() if line.split(":")[0].endswith(" reading")]
    assert printed == list(shown.lines)


@pytest.mark.parametrize("shown", ANSWERS, ids=lambda shown: " ".join(shown.words[2:]))
def test_the_hand_work_names_the_statements_that_prove_it(shown: Shown, run: Callable[..., Any]) -> None:
    answer = json.loads(run((*shown.words, "--format", "json")).stdout)
    proofs = [*answer["natural"]["because"], *answer["strict"]["because"]]
    by_hand = dict(re.findall(r"^\| (\d{3}-\d{3}) \| (\S+) \|", shown.after, re.MULTILINE))
    assert by_hand == {proof["statement"]: proof["surface"] for proof in proofs if "statement" in proof}


def test_figures_are_quoted_as_they_stand() -> None:
    """`003-008 (1亿元以上)`: the words of that very statement."""
    from duikou.actions.sample import rows

    words = {row["key"]: "".join(row["surface"].replace("*", "").split()) for row in rows.table("statements")}
    quoted = re.findall(r"(\d{3}-\d{3})(?: \(| \| )([^)|]+?)(?:\)| \|)", PAGE.read_text("utf-8"))
    assert len(quoted) > 8
    for key, surface in quoted:
        if re.search(r"\d", surface):
            number = re.search(r"[\d.]+", surface)
            assert number
            assert number[0] in words[key], (key, surface)
