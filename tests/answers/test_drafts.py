"""Drafts held against the book: planted errors are flagged, sound figures are not, nothing proves itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from duikou.actions.add_document import add_document
from duikou.actions.add_statement import add_statement
from duikou.actions.sample import rows
from duikou.answers.drafts import check_text
from duikou.answers.views import DocumentView, FigureView
from duikou.book import BookError, Document, Figure, Scope, Statement, Window
from duikou.store.actors import system_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

FLAGGED = {"contradicted", "doubtful"}
# The planted errors that other figures speak against; 八省市 its own list does.
FOUND = {"852个", "9.29亿元", "9.3亿元", "88.52亿元", "3.95亿元", "9.9%"} | {
    "超过5.5亿元",
    "3495人",
    "936个",
    "38.69亿元",
    "1.79亿元",
}

Articles = Callable[[str], DocumentView]


@pytest.fixture(scope="module")
def article(sample: None) -> Articles:
    """One of our articles, checked once for the module."""
    checked: dict[str, DocumentView] = {}

    def find(name: str) -> DocumentView:
        if name not in checked:
            row = next(row for row in rows.articles() if row.file_name == f"{name}.md")
            checked[name] = check_text(row.text, "2025-07")
        return checked[name]

    return find


def of(view: DocumentView, surface: str) -> FigureView:
    return next(figure for figure in view.figures if figure.surface == surface)


# ------------------------------------------------------------------ our two articles


@pytest.mark.parametrize("surface", sorted(FOUND))
def test_a_planted_error_is_flagged_with_what_speaks_against_it(article: Articles, surface: str) -> None:
    figure = of(article("planted"), surface)
    (planted,) = [row for row in rows.table("articles/planted") if row["surface"] == surface]
    assert figure.verdict in FLAGGED
    proofs = {proof.key for proof in figure.because}
    in_one_sum = {
        key for one in article("planted").findings if figure.key in one.statements for key in one.statements
    }
    assert proofs & set(planted["contradicted_by"].split(";")) or proofs & in_one_sum - {figure.key}


def test_what_seems_to_have_been_done_is_said(article: Articles) -> None:
    """Agreed money added to what arrived, joint projects counted for each donor, a point moved, a list."""
    view = article("planted")
    assert "CNY 3.44 billion" in of(view, "38.69亿元").sentence
    assert "must not be added" in of(view, "38.69亿元").sentence
    assert "2 times 468 items" in of(view, "936个").sentence
    assert "a slip of the point" in of(view, "1.79亿元").sentence
    assert "persons are not person-times" in of(view, "3495人").sentence
    assert of(view, "八省市").sentence.startswith("八省市 is stated, but the names listed are 7.")
    assert of(view, "34.4亿元").verdict not in FLAGGED


def test_a_set_of_figures_is_told_of_once(article: Articles) -> None:
    """Held against the book and against itself, a draft may fail in the same place twice."""
    sets = [(one.kind, frozenset(one.statements)) for one in article("planted").findings]
    assert len(sets) == len(set(sets)) > 0


def test_no_more_is_flagged_than_was_planted(article: Articles) -> None:
    """Besides the planted figures themselves, only such as stand in the same sum with one of them."""
    planted = {row["surface"] for row in rows.table("articles/planted")}
    beside = {"9.1亿元", "91.07亿元", "3.05亿元", "468个", "4.05亿元"}
    assert {f.surface for f in article("planted").figures if f.verdict in FLAGGED} <= planted | beside


def test_nothing_in_the_clean_article_is_contradicted(article: Articles) -> None:
    view = article("clean")
    assert [f.surface for f in view.figures if f.verdict == "contradicted"] == []
    assert [f.surface for f in view.figures if f.verdict == "doubtful"] == []
    assert not [one for one in view.findings if one.kind == "contradiction"]


def test_the_clean_article_is_backed_by_the_statements_it_restates(article: Articles) -> None:
    restated = {row["surface"]: row["statement"] for row in rows.table("articles/clean")}
    for surface in ("9.92亿元", "91.07亿元", "4.05亿元", "4.29亿元", "326个", "0.99%"):
        figure = of(article("clean"), surface)
        assert figure.verdict == "holds"
        assert restated[surface] in {proof.key for proof in figure.because}


def test_figures_lie_where_they_are_said_to(article: Articles) -> None:
    for name in ("clean", "planted"):
        view = article(name)
        assert [f.key for f in view.figures] == [f"draft-{n:03d}" for n in range(1, len(view.figures) + 1)]
        for figure in view.figures:
            assert view.text[figure.start : figure.end] == figure.surface
        assert sum(view.counts.values()) == len(view.figures)


def test_a_part_belongs_to_the_whole_before_it(article: Articles) -> None:
    """9.3亿元 is said to be part of 9.1亿元: the whole, not the figure itself, is what it exceeds."""
    for one in article("planted").findings:
        assert len(set(one.statements)) == len(one.statements), one.arithmetic
        assert len(one.statements) > 1 or one.arithmetic == "7 ≠ 8"  # a list is held against itself


# ------------------------------------------------------------------ a text of one sentence

TOTAL = "截至2025年5月，上海市在奉节县累计到位无偿援助资金7.77亿元。"


def only(view: DocumentView) -> FigureView:
    (figure,) = view.figures
    return figure


def statement(document: str, value: int = 777_000_000_00) -> Statement:
    return Statement(
        key=f"{document}-1",
        scope=Scope(
            "fund",
            "CNY",
            "arrived",
            frozenset({"grant"}),
            frozenset({"310000"}),
            frozenset({"500236"}),
            window=Window(None, date(2025, 5, 31)),
        ),
        figure=Figure(value, 1_000_000_00, 1_000_000_00),
        assumed=frozenset({"from"}),
        document=document,
        surface="7.77亿元",
        start=0,
        end=6,
    )


def publish(key: str, digest: str = "", value: int = 777_000_000_00, **others: str) -> None:
    actor = system_actor()
    add_document(Document(key, key, "2025-06", digest=digest, **others), actor=actor)
    add_statement(statement(key, value), actor=actor)


def test_a_figure_that_nothing_speaks_of_is_open() -> None:
    figure = only(check_text(TOTAL, "2025-07"))
    assert figure.verdict == "open"
    assert figure.because == ()


def test_saying_it_twice_proves_nothing() -> None:
    view = check_text(TOTAL + "\n\n" + TOTAL, "2025-07")
    assert {figure.verdict for figure in view.figures} == {"open"}


@pytest.mark.usefixtures("scratch")
def test_another_document_backs_it() -> None:
    publish("X1", hashlib.sha256(b"another text").hexdigest())
    figure = only(check_text(TOTAL, "2025-07"))
    assert figure.verdict == "holds"
    assert [proof.key for proof in figure.because] == ["X1-1"]


@pytest.mark.usefixtures("scratch")
def test_the_same_text_in_the_book_backs_nothing() -> None:
    publish("X1", hashlib.sha256(TOTAL.encode()).hexdigest())
    figure = only(check_text(TOTAL, "2025-07"))
    assert figure.verdict == "open"
    assert figure.because == ()


@pytest.mark.usefixtures("scratch")
def test_nor_does_a_copy_of_the_same_text() -> None:
    publish("X1", hashlib.sha256(TOTAL.encode()).hexdigest())
    publish("X2", hashlib.sha256(b"reprint").hexdigest(), copy_of="X1")
    assert only(check_text(TOTAL, "2025-07")).verdict == "open"


@pytest.mark.usefixtures("scratch")
def test_another_document_speaks_against_it() -> None:
    publish("X1", value=888_000_000_00)
    figure = only(check_text(TOTAL, "2025-07"))
    assert figure.verdict == "doubtful"
    assert [proof.key for proof in figure.because] == ["X1-1"]
    assert figure.allowed.bounds[0] == "887500000.00"


@pytest.mark.documents
def test_a_real_page_gets_nothing_from_itself(documents_dir: object) -> None:
    """The whole text of a document of the book, checked as a draft: its own statements are no evidence."""
    row = next(row for row in rows.documents() if row.key == "000")
    text = (documents_dir / row.file_name).read_bytes().decode()  # type: ignore[operator]
    view = check_text(text, row.dated)
    assert view.digest == row.digest
    assert len(view.figures) >= 15
    used = {proof.document for figure in view.figures for proof in figure.because if proof.document}
    assert "000" not in used


# ------------------------------------------------------------------ odd texts


@pytest.mark.parametrize("text", ["", "\n\n", "没有数字。", "2025年7月1日，第一批。", "#" * 500, "（" * 2000])
def test_a_text_without_figures(text: str) -> None:
    view = check_text(text, "2025-07")
    assert (view.figures, view.findings, view.counts) == ((), (), {})


def test_the_first_line_is_the_title_where_none_is_given() -> None:
    assert check_text("\n# **一江碧水**\n\n正文。").title == "一江碧水"
    assert check_text("正文。", title="题").title == "题"


def test_an_impossible_date_is_refused() -> None:
    with pytest.raises(BookError) as caught:
        check_text(TOTAL, "2025-13")
    assert caught.value.code == "date.impossible"


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年底，火星省向月亮县援助资金3亿元，修建了5座天梯。",
        "截至2024年底，上海市向月亮县援助资金3亿元。",
        "截至2024年底，援建项目3个，累计投入2元。",
    ],
)
def test_a_place_that_is_not_known_is_not_taken_for_all_places(text: str) -> None:
    view = check_text(text, "2025-07")
    assert view.figures
    assert {figure.verdict for figure in view.figures} == {"open"}
    assert not any(field.value.startswith("?") for figure in view.figures for field in figure.fields)
    assert "?" not in "".join(figure.scope_text for figure in view.figures)


def test_a_kind_that_is_not_said_is_not_taken_for_all_kinds_against_the_text() -> None:
    """9.92亿元 granted, 43.3亿元 of all kinds: 援助资金 without more may be either, but not 5亿元."""
    text = "截至2025年5月，上海市向万州区援助资金{}亿元。"
    assert only(check_text(text.format("9.92"), "2025-07")).verdict == "holds"
    assert only(check_text(text.format("43.3"), "2025-07")).verdict == "holds"
    assert only(check_text(text.format("5"), "2025-07")).verdict == "doubtful"
