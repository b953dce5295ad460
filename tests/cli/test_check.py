"""`duikou check`: verdicts as text and JSON, and the exit status that a script acts on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

SOUND = "截至2025年5月，上海市在万州区累计到位无偿援助资金9.92亿元。\n"
# the start is said, so that not even the strict reading can save it
WRONG = "2021年，辽宁省在奉节县实施特色产业小镇项目，其中省里到位无偿援助资金1亿元，包括无偿援助资金3亿元。\n"
DOUBTFUL = "截至2025年5月，上海市在万州区累计到位无偿援助资金9.29亿元。\n"
INNER = "2020年，甲镇举办培训班，上海市在万州区到位各类资金1亿元，其中无偿援助资金3亿元。\n"


@pytest.fixture
def draft(tmp_path: Path) -> Any:
    def write(text: str, name: str = "draft.md") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def checked(ask: Any, path: Path) -> dict[str, Any]:
    return json.loads(ask("check", path, "--dated", "2025-07", "--format", "json").stdout)  # type: ignore[no-any-return]


def test_status_0_where_nothing_is_contradicted(sample_book: Any, draft: Any) -> None:
    for text, verdict in ((SOUND, "Backed"), (DOUBTFUL, "Doubtful")):
        ended = sample_book.run("check", str(draft(text)), "--dated", "2025-07")
        assert (ended.returncode, ended.stderr) == (0, "")
        assert f"[{verdict}] " in ended.stdout


def test_status_1_where_something_is(sample_book: Any, draft: Any) -> None:
    ended = sample_book.run("check", str(draft(INNER)), "--dated", "2025-07")
    assert ended.returncode == 1, ended.stdout
    assert "[Contradicted] 3亿元" in ended.stdout
    assert ended.stderr == ""


def test_status_2_where_the_file_is_unusable(sample_book: Any, tmp_path: Path) -> None:
    ended = sample_book.run("check", str(tmp_path / "none.md"))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"Error: {tmp_path}/none.md: there is no such file.\n"


def test_json_has_the_fields_of_the_reference(ask: Any, draft: Any) -> None:
    shown = checked(ask, draft(SOUND))
    assert list(shown) == ["title", "dated", "counts", "figures", "findings"]
    assert (shown["dated"], shown["counts"]) == ("2025-07", {"holds": 1})
    (figure,) = shown["figures"]
    reference = (
        "id start end surface value unit scope fields stated verdict reading sentence leeway right bounds "
        "shown assuming because".split()
    )
    assert [name for name in figure if name != "open_because"] == reference
    assert (figure["id"], figure["surface"], figure["value"]) == ("draft-001", "9.92亿元", "992000000.00")
    assert figure["stated"] == {
        "strict": ["991500000.00", "992999999.99"],
        "natural": ["991500000.00", "992499999.99"],
    }
    assert {field["name"] for field in figure["fields"]} >= {
        "measure",
        "kind",
        "donor",
        "recipient",
        "period",
    }
    assert [proof["statement"] for proof in figure["because"]] == ["004-057"]


def test_what_does_not_fit_is_shown_with_what_speaks_against_it(ask: Any, draft: Any) -> None:
    (figure,) = checked(ask, draft(DOUBTFUL))["figures"]
    assert (figure["verdict"], figure["reading"]) == ("doubtful", "natural")
    assert figure["bounds"][0] == "991500000.00"
    assert [proof["statement"] for proof in figure["because"]] == ["004-057"]
    assert figure["assuming"]


def test_a_part_above_its_whole_is_a_finding(ask: Any, draft: Any) -> None:
    shown = checked(ask, draft(INNER))
    (one,) = [one for one in shown["findings"] if one["kind"] == "contradiction"]
    assert set(one["statements"]) == {"draft-001", "draft-002"}
    assert "3" in one["arithmetic"]


def test_output_into_a_file(ask: Any, draft: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = ask("check", draft(SOUND), "--dated", "2025-07", "--format", "json", "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(out.read_text("utf-8"))["counts"] == {"holds": 1}


def test_word_and_html_are_read_too(ask: Any, tmp_path: Path, draft: Any) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph(SOUND.strip())
    document.save(str(tmp_path / "draft.docx"))
    for path in (tmp_path / "draft.docx", draft(f"<p>{SOUND}</p>", "draft.html")):
        assert checked(ask, path)["counts"] == {"holds": 1}


# ------------------------------------------------------------------ as a Word document


@pytest.fixture
def word_draft(tmp_path: Path) -> Path:
    from docx import Document

    document = Document()
    document.add_paragraph(SOUND.strip())
    document.add_paragraph("").add_run(DOUBTFUL.strip()).bold = True
    document.save(str(tmp_path / "draft.docx"))
    return tmp_path / "draft.docx"


def comments(path: Path) -> list[str]:
    """The texts of the comments in a Word document."""
    from docx import Document

    return [comment.text for comment in Document(str(path)).comments]


def test_the_draft_comes_back_with_comments(ask: Any, word_draft: Path, tmp_path: Path) -> None:
    from docx import Document

    before, out = word_draft.read_bytes(), tmp_path / "out.docx"
    result = ask("check", word_draft, "--dated", "2025-07", "--format", "docx", "-o", out)
    assert (result.exit_code, result.output) == (0, f"{out}  Doubtful 1  Backed 1\n")
    backed, doubtful = comments(out)
    assert backed.startswith("[Backed] 9.92亿元\n")
    for line in (
        "[Doubtful] 9.29亿元",
        "Would be right: CNY 992 million",
        "Rests on: “9.92亿元” in ",
        "004-057",
    ):
        assert line in doubtful
    assert word_draft.read_bytes() == before
    first, second = Document(str(out)).paragraphs
    assert (first.text, second.text) == (SOUND.strip(), DOUBTFUL.strip())
    assert all(run.bold for run in second.runs if run.text)


def test_only_what_does_not_fit_on_demand_and_in_the_language_asked_for(
    ask: Any, word_draft: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    with translation.override("zh-hans"):
        ask("check", word_draft, "--dated", "2025-07", "--format", "docx", "--comment", "flagged", "-o", out)
    (only,) = comments(out)
    assert only.startswith("【存疑】9.29亿元\n")
    assert "应为：9.92亿元" in only


def test_a_draft_that_is_no_word_document_is_laid_out_anew(ask: Any, draft: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    for name, text in (("draft.md", INNER), ("draft.html", f"<p>{INNER}</p>")):
        result = ask("check", draft(text, name), "--dated", "2025-07", "--format", "docx", "-o", out)
        assert result.exit_code == 1
        assert f"{name} is no Word document" in result.output
        assert any(comment.startswith("[Contradicted] 3亿元") for comment in comments(out))


@pytest.mark.parametrize("out", [None, "out.txt", "draft.docx", "none/out.docx"])
def test_nothing_is_written_where_it_cannot_be(
    ask: Any, word_draft: Path, tmp_path: Path, out: str | None
) -> None:
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    named = () if out is None else ("-o", tmp_path / out)
    result = ask("check", word_draft, "--format", "docx", *named)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_draft_that_is_refused_leaves_the_output_as_it_was(ask: Any, draft: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    out.write_bytes(b"before")
    result = ask("check", draft("no zip", "draft.docx"), "--format", "docx", "-o", out)
    assert (result.exit_code, out.read_bytes()) == (2, b"before")
