"""文献: the text with its figures, the panel of each, and what is shown where the text is not at hand."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from duikou.web.prose import blocks

from .fakes import FIGURES, TEXT, _figure

WORDS = {
    "zh-hans": ("有据", "存疑", "矛盾", "无从判断", "明示", "推定", "余地", "依据", "严格读法"),
    "en": (
        "Backed",
        "Doubtful",
        "Contradicted",
        "Open",
        "said",
        "assumed",
        "Leeway",
        "Proof",
        "strict reading",
    ),
}


class Marked(HTMLParser):
    """The text of the page's prose, and of each figure in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.prose, self.figures = "", {}
        self._figure = ""
        self._hidden = 0
        self.feed(page[page.index('<div class="prose">') : page.index('<aside class="reader-panel"')])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a":
            self._figure = given["data-figure"] or ""
        if tag == "span" and given.get("class") == "visually-hidden":
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._figure = ""
        if tag == "span":
            self._hidden = 0

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.prose += data
        if self._figure:
            self.figures[self._figure] = self.figures.get(self._figure, "") + data


def test_every_document_is_listed(in_language: Client) -> None:
    page = in_language.get("/documents/").content.decode()
    assert 'href="/documents/003/"' in page
    assert "携手同心谱新篇" in page


def test_every_figure_is_marked_where_it_stands(reader: Client) -> None:
    marked = Marked(reader.get("/documents/004/").content.decode())
    assert marked.figures == {figure.key: figure.surface for figure in FIGURES}
    shown = "".join(marked.prose.split())
    assert shown == "".join(TEXT.replace("**", "").split())


def test_verdicts_are_told_by_word_and_sign(in_language: Client, language: str) -> None:
    page = in_language.get("/documents/004/").content.decode()
    for word in WORDS[language]:
        assert word in page
    for figure in re.findall(r'<a class="fig .*?</a>', page, re.DOTALL):
        assert "<svg" in figure
        assert "visually-hidden" in figure


def test_the_panel_proves_and_links_across_documents(reader: Client) -> None:
    page = reader.get("/documents/004/").content.decode()
    panel = page[page.index('id="panel-004-005"') : page.index('id="panel-004-006"')]
    assert "相差21个" in panel
    assert 'href="/documents/004/#004-057"' in panel
    assert panel.count("<rect") == 3
    entry = page[page.index('id="panel-004-001"') : page.index('id="panel-004-002"')]
    assert '<a class="proof-key" href="/entries/e-0007/">e-0007</a>' in entry
    assert "可再少1650万元" in entry


def test_a_figure_can_be_named_in_the_address(reader: Client) -> None:
    page = reader.get("/documents/004/?figure=004-003").content.decode()
    assert 'data-panel="004-003">' in page
    assert 'data-panel="004-004" hidden>' in page
    assert 'data-chosen="004-003"' in page


def test_a_name_that_is_none_opens_nothing(reader: Client) -> None:
    page = reader.get("/documents/004/", {"figure": '"><script>alert(1)</script>'}).content.decode()
    assert 'data-chosen=""' in page
    assert "alert(1)" not in page


@pytest.mark.parametrize(("tongue", "note"), [("zh-hans", "未随软件提供"), ("en", "not ours to pass on")])
def test_without_the_text_the_figures_are_listed(reader: Client, tongue: str, note: str) -> None:
    reader.cookies["django_language"] = tongue
    page = reader.get("/documents/003/").content.decode()
    assert note in page
    assert "--documents DIR" in page
    places = [page.index(f'id="{figure.key}"') for figure in FIGURES]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("tongue", "line"), [("zh-hans", "没有编号为 999 的文献"), ("en", "no document 999")]
)
def test_an_unknown_document_is_not_found(reader: Client, tongue: str, line: str) -> None:
    reader.cookies["django_language"] = tongue
    answer = reader.get("/documents/999/")
    assert answer.status_code == 404
    assert line in answer.content.decode()


def test_markup_in_a_text_stays_text(reader: Client) -> None:
    page = reader.get("/documents/004/").content.decode()
    assert "&lt;b&gt;平湖&lt;/b&gt;" in page


def test_figures_in_one_another_or_outside_are_not_marked_twice() -> None:
    whole = _figure("x-1", "9.92亿元", "open")
    inner = _figure("x-2", "92亿元", "open")
    beyond = _figure("x-3", "29个", "open")
    cut = TEXT[: TEXT.index("29个")]
    runs = [run for block in blocks(cut, (inner, whole, beyond)) for run in block.runs]
    assert [run.mark.key for run in runs if run.mark] == ["x-1"]
    assert "".join(run.text for run in runs) == "".join(cut.split())
