"""What a Word comment says of a figure."""

from __future__ import annotations

import pytest

from duikou.answers.drafts import check_text
from duikou.answers.remarks import commented_docx, remarks
from duikou.files import LoadedText, load_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

WRONG = "截至2025年5月，上海市在万州区累计到位无偿援助资金9.29亿元。"
INNER = "2020年，上海市在万州区到位各类资金1亿元，其中无偿援助资金3亿元。"
UNKNOWN = "截至2025年5月，上海市在奉节县累计到位无偿援助资金7.77亿元。"


def told(text: str, flagged_only: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    loaded = LoadedText(text, "text")
    found = remarks(check_text(text, "2025-07"), loaded, flagged_only)
    return [(one.heading, one.lines) for one in found]


def test_a_doubt_names_what_would_be_right_and_what_it_rests_on() -> None:
    ((heading, lines),) = told(WRONG)
    assert heading == "[Doubtful] 9.29亿元"
    assert lines[0].endswith("the figure counts from the start of the programme; and 1 more.")
    assert lines[1] == "Would be right: CNY 992 million"
    assert lines[2].startswith("Read as: 上海市 → 万州区")
    assert lines[3].startswith("Rests on: “9.92亿元” in ")
    assert "004-057" in lines[3]
    assert any(line.startswith("Taken for granted: ") for line in lines[4:])


def test_in_chinese(in_chinese: None) -> None:
    ((heading, lines),) = told(WRONG)
    assert heading == "【存疑】9.29亿元"
    assert lines[1] == "应为：9.92亿元"
    assert lines[3].startswith("依据：《心手相连续写山海情——七省市对口支援万州结硕果》（2025-07）“9.92亿元”")


def test_what_contradicts_inside_the_draft_is_said_to_stand_there() -> None:
    whole, part = told(INNER)
    assert part[0] == "[Contradicted] 3亿元"
    assert any(line.startswith("Rests on: “1亿元” of this draft") for line in part[1])
    assert not any("“3亿元” of this draft" in line for line in part[1])
    # of the whole one digit is printed: it may have been cut off from anything below 2亿元
    assert part[1][1] == "Would be right: at most CNY 200 million"
    assert whole[0].endswith("1亿元")


def test_every_figure_has_one_or_only_those_that_do_not_fit() -> None:
    text = WRONG + "\n\n" + UNKNOWN
    assert [heading for heading, _ in told(text)] == ["[Doubtful] 9.29亿元", "[Open] 7.77亿元"]
    assert [heading for heading, _ in told(text, flagged_only=True)] == ["[Doubtful] 9.29亿元"]


@pytest.mark.parametrize(
    ("name", "raw"), [("a.txt", WRONG.encode("gb18030")), ("a.html", f"<h1>题</h1><p>{WRONG}</p>".encode())]
)
def test_a_draft_of_another_form_becomes_a_word_document(name: str, raw: bytes) -> None:
    loaded = load_bytes(raw, name)
    out = commented_docx(raw, name, loaded, check_text(loaded.text, "2025-07"))
    assert WRONG in load_bytes(out, "b.docx").text
