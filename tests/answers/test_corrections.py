"""Which rules of the reader people correct most, from what was decided in review."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from duikou.actions.add_figure import add_figure
from duikou.actions.confirm_figures import confirm_figure
from duikou.actions.post_review import post_review
from duikou.actions.reject_figure import reject_figure
from duikou.actions.reopen_figure import reopen_figure
from duikou.actions.take_in import take_in
from duikou.answers.corrections import correction_report, records
from duikou.answers.reviews import Desk, list_reviews
from duikou.answers.rules import RULES, field_name, rule_text
from duikou.book import Document
from duikou.cli import main
from duikou.files import load_bytes
from duikou.review.doubts import Record
from duikou.store.actors import system_actor

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
TEXT = (
    "山东对口支援忠县情况\n\n2021年，山东省向忠县无偿援助资金2000万元。2022年，山东省向忠县无偿援助资金1000万元。"
    "2023年，山东省向忠县援助资金800万元。2024年，山东省向忠县援助资金900万元，投入忠县乌杨小学资金100万元。\n"
)


@pytest.fixture
def document() -> str:
    raw = TEXT.encode()
    row = Document("", "情况", "2025-01", digest=hashlib.sha256(raw).hexdigest())
    return take_in(row, load_bytes(raw, "a.txt"), actor=ACTOR)


def row(field: str, rule: str):
    return next(one for one in correction_report() if (one.field, one.rule) == (field, rule))


def test_nothing_decided_is_nothing_reported(document: str) -> None:
    assert correction_report() == ()


def test_every_field_counts_for_the_rule_that_had_decided_it(document: str) -> None:
    confirm_figure(document, 1, 0, {}, actor=ACTOR)
    confirm_figure(document, 2, 0, {"donor": ["沈阳市"]}, actor=ACTOR)
    confirm_figure(document, 3, 0, {"donor": ["上海市"], "amount": ["850万元"]}, actor=ACTOR)
    reject_figure(document, 4, 0, actor=ACTOR)
    donors = row("donor", "sentence")
    assert (donors.basis, donors.confirmed, donors.corrected) == ("said", 1, 2)
    assert [(one.statement, one.read, one.said) for one in donors.examples] == [
        ("D001-002", "370000", "210100"),
        ("D001-003", "370000", "310000"),
    ]
    assert (row("amount", "quantity").corrected, row("figure", "quantity").corrected) == (1, 1)
    assert correction_report()[0] == donors
    post_review(document, actor=ACTOR)
    assert records()["donor", "sentence"] == Record(1, 2)
    assert [one.field for one in correction_report(latest=1)] == ["figure"]


def test_only_the_decision_that_holds_counts(document: str) -> None:
    confirm_figure(document, 1, 0, {"donor": ["沈阳市"]}, actor=ACTOR)
    reopen_figure(document, 1, 1, actor=ACTOR)
    assert correction_report() == ()
    confirm_figure(document, 1, 2, {"donor": ["山东省"]}, actor=ACTOR)
    assert row("donor", "sentence").corrected == 0


def test_a_link_that_was_not_wanted_is_a_correction(document: str) -> None:
    confirm_figure(document, 5, 0, {"link": [""]}, actor=ACTOR)
    link = row("link", "new")
    assert (link.confirmed, link.corrected, link.examples[0].said) == (0, 1, "")


def test_a_rule_that_is_often_corrected_makes_figures_doubtful(document: str) -> None:
    doubtful = [mark.number for mark in Desk(document).view().marks if mark.doubtful]
    assert 5 not in doubtful
    for number in range(1, 5):
        confirm_figure(document, number, 0, {"donor": ["沈阳市"]}, actor=ACTOR)
    post_review(document, actor=ACTOR)
    (last,) = [mark for mark in Desk(document).view().marks if mark.number == 5]
    assert last.doubtful
    assert [one.open for one in list_reviews()] == [1]


def test_the_command(document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duikou.store.opening.open_book", lambda at=None: None)
    run = CliRunner().invoke
    assert "Nothing has been decided" in run(main, ["read", "--report-corrections"]).output
    confirm_figure(document, 1, 0, {"donor": ["沈阳市"]}, actor=ACTOR)
    table = run(main, ["read", "--report-corrections"]).output.splitlines()
    assert table[1].split("\t") == [
        "donor", "named in the sentence [sentence]", "0", "1", "100%", "D001-001 370000 → 210100",
    ]  # fmt: skip
    shown = json.loads(run(main, ["read", "--report-corrections", "--format", "json"]).output)
    assert shown[0]["examples"][0]["statement"] == "D001-001"
    assert {one["rule"] for one in shown} >= {"sentence", "quantity", "head"}
    for words in ([], ["x.txt", "--report-corrections"]):
        refused = run(main, ["read", *words])
        assert refused.exit_code == 2
        assert "--report-corrections" in refused.output


def test_every_rule_of_the_reader_has_words() -> None:
    folder = Path(__file__).parents[2] / "src" / "duikou" / "reading"
    source = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    named = set(re.findall(r'Because\(\s*[^,()]+,\s*"([a-z_-]+)"', source))
    assert len(named) > 20
    assert named - set(RULES) == set()
    assert rule_text("no-such-rule") == "no-such-rule"
    assert field_name("donor basis") == "donor: said or assumed"


def test_a_figure_that_the_reader_missed_counts_once_it_is_confirmed(document: str) -> None:
    number = add_figure(document, None, words="2024年", actor=ACTOR)
    assert correction_report() == ()
    confirm_figure(document, number, 1, {}, actor=ACTOR)
    (missed,) = correction_report()
    assert (missed.field, missed.rule, missed.corrected) == ("figure", "missed", 1)
    assert missed.examples[0].said == "2024年"
