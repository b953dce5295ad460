"""docs/explanation/findings-judged.md holds every finding of the sample book, and few that are wrong."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from duikou.actions.sample import rows
from duikou.checks import Finding, Reckoner
from duikou.rollups import EntryTable
from duikou.words import load

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "findings-judged.md"
ROW = re.compile(r"^\| (\w+) \| ([\d -]+?) \| (.+?) \| (true|harmless|wrong) \| (.+) \|$", re.MULTILINE)
MOST_WRONG = 0.05


def judged() -> list[tuple[str, ...]]:
    return ROW.findall(PAGE.read_text("utf-8"))


@pytest.fixture(scope="module")
def found() -> tuple[Finding, ...]:
    words = load()
    table = EntryTable.build(rows.entries(words), words, rows.subjects())
    documents = rows.documents()
    book = (rows.statements(words), documents, rows.subjects(), table, rows.pairings())
    return Reckoner(words, *book).findings()


def test_the_table_has_every_finding_and_no_other(found: tuple[Finding, ...]) -> None:
    listed = [(kind, statements, arithmetic) for kind, statements, arithmetic, *_ in judged()]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(one.kind, " ".join(one.statements), one.arithmetic) for one in found}


def test_few_are_wrong_and_none_accuses_wrongly() -> None:
    tally = Counter(judgement for *_, judgement, _ in judged())
    assert tally["wrong"] <= MOST_WRONG * tally.total()
    assert not [row for row in judged() if row[0] in ("contradiction", "doubt") and row[3] == "wrong"]


def test_every_judgement_gives_its_reason() -> None:
    assert all(len(why) > 10 for *_, why in judged())
