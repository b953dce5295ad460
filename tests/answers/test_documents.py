"""A document of the book: its figures with verdicts, its text where the original lies at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from duikou.actions.sample import rows
from duikou.answers import texts
from duikou.answers.documents import document, list_documents
from duikou.answers.errors import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scratch")]
VERDICTS = {"holds", "contradicted", "doubtful", "open"}


@pytest.fixture
def originals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of originals, the only one that is looked in."""
    monkeypatch.setenv("DUIKOU_HOME", str(tmp_path / "book"))
    monkeypatch.setenv(texts.ENVIRONMENT, str(tmp_path / "originals"))
    (tmp_path / "originals").mkdir()
    return tmp_path / "originals"


def test_the_list_has_every_document_with_its_number_of_figures() -> None:
    listed = {row.key: row for row in list_documents()}
    assert {key: row.counts["statements"] for key, row in listed.items() if row.form != "sample"} == {
        "000": 20,
        "001": 33,
        "002": 66,
        "003": 80,
        "004": 92,
    }
    assert sum(row.form == "sample" for row in listed.values()) == 2
    assert all(row.title and row.dated for row in listed.values())


def test_figures_stand_in_reading_order_each_with_a_verdict() -> None:
    page = document("000")
    assert [figure.key for figure in page.figures] == [f"000-{n:03d}" for n in range(1, 21)]
    assert {figure.verdict for figure in page.figures} <= VERDICTS
    assert page.counts == Counter(figure.verdict for figure in page.figures)
    assert all(figure.sentence and figure.scope_text and figure.surface for figure in page.figures)
    assert {key for one in page.findings for key in one.statements if key.startswith("000-")}


def test_a_document_is_no_evidence_for_itself() -> None:
    """What backs or contradicts a figure of 000 are other documents and entries made from them, or, where it
    contradicts itself, its own sums."""
    for figure in document("000").figures:
        if figure.verdict == "holds":
            assert not {proof.document for proof in figure.because} & {"000"}, figure.key


def test_the_doubtful_sum_is_doubted_where_it_stands() -> None:
    verdicts = {figure.key: figure for figure in document("000").figures}
    assert verdicts["000-002"].verdict == "doubtful"
    assert verdicts["000-002"].surface == "38个"
    assert verdicts["000-002"].assuming


def test_fields_tell_said_from_assumed() -> None:
    fields = {field.name: field for field in document("000").figures[0].fields}
    assert fields["donor"].value == "吉林省"
    assert not fields["donor"].said
    assert fields["kind"].said
    assert fields["period"].value == "2021 to 2025-07"


def test_without_the_original_no_text_is_shown(originals: Path) -> None:
    page = document("000")
    assert page.text == ""
    assert all(proof.text == "" for figure in page.figures for proof in figure.because)


def test_a_file_with_another_digest_shows_nothing(originals: Path) -> None:
    name = next(row.file_name for row in rows.documents() if row.key == "000")
    (originals / name).write_text("截至2025年7月，吉林省援助巫溪县1元。", encoding="utf-8")
    assert document("000").text == ""


@pytest.mark.documents
def test_the_original_is_shown_with_its_figures_in_place(
    originals: Path, documents_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(texts.ENVIRONMENT, str(documents_dir))
    page = document("000")
    assert page.text
    for figure in page.figures:
        there = page.text[figure.start : figure.end]
        assert "".join(there.replace("*", "").split()) == figure.surface
    (found,) = [one for one in page.findings if "000-005" in one.statements]
    assert all("个" in proof.text for proof in found.because)


def test_an_article_of_ours_is_read_anew(originals: Path) -> None:
    """It has no statements in the book; where its text lies at hand it is checked like a draft."""
    article = next(row for row in rows.articles() if row.file_name.startswith("planted"))
    key = next(row.key for row in rows.documents() if row.file_name == article.file_name)
    (originals / "another-name.md").write_bytes(article.text.encode())
    page = document(key)
    assert page.key == key
    assert page.text == article.text
    assert len(page.figures) > 20
    assert page.counts["doubtful"] + page.counts.get("contradicted", 0) >= 5


def test_an_article_of_ours_without_its_text_has_no_figures(originals: Path) -> None:
    key = next(row.key for row in rows.documents() if row.form == "sample")
    page = document(key)
    assert (page.figures, page.text) == ((), "")


def test_a_document_that_is_not_there() -> None:
    with pytest.raises(NotFound) as caught:
        document("999")
    assert (caught.value.table, caught.value.key) == ("document", "999")
