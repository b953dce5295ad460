"""A text cut into blocks of runs that know where they stand in it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from duikou.answers.reviews import MarkView
from duikou.web.prose import Block, Run, blocks


def mark(start: int, end: int, surface: str = "", number: int = 1) -> MarkView:
    return MarkView(number, 0, start, end, surface, "fund", "open", False, False)


def runs(found: tuple[Block, ...]) -> Iterator[Run]:
    for block in found:
        yield from block.runs
        for row in block.rows:
            for cell in row.cells:
                yield from cell


def test_kinds_of_lines() -> None:
    text = "# 题目\n\n　　第一段有**三**千字。\n- 一项\n小标题\n"
    found = blocks(text, ())
    assert [(b.kind, "".join(run.text for run in b.runs)) for b in found] == [
        ("heading", "题目"),
        ("paragraph", "第一段有三千字。"),
        ("item", "一项"),
        ("heading", "小标题"),
    ]


def test_rows_become_a_table_with_its_heads() -> None:
    text = "表：\n|县|资金|\n|---|---|\n|忠县|2,000|\n||35|\n后。"
    marks = [
        mark(text.index("2,000"), text.index("2,000") + 5, "2,000"),
        mark(text.index("35"), text.index("35") + 2, "35", 2),
    ]
    _, table, after = blocks(text, marks)
    assert [row.head for row in table.rows] == [True, False, False]
    cells = [["".join(run.text for run in cell) for cell in row.cells] for row in table.rows]
    assert cells == [["县", "资金"], ["忠县", "2,000"], ["", "35"]]
    assert after.runs[0].text == "后。"


def test_a_figure_over_a_line_end_keeps_its_paragraph_together() -> None:
    text = "投入2000余\n万元建校。"
    (block,) = blocks(text, [mark(2, text.index("建"), "2000余万元")])
    assert [run.text for run in block.runs] == ["投入", "2000余万元", "建校。"]


@given(
    st.text(alphabet="县|-资#* 金\n\r12，。", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 6)), max_size=5),
)
def test_every_run_stands_where_it_says(text: str, places: list[tuple[int, int]]) -> None:
    marks = [mark(start, start + length, text[start : start + length]) for start, length in places]
    for run in runs(blocks(text, marks)):
        assert run.mark or text.startswith(run.text, run.start)
