"""The pages in a real browser, before the sample book as `duikou demo` serves it.

Every tab of every test keeps a list of its requests and complaints; see `open_tab`: no request may leave
the machine, and the console must stay silent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document

from .conftest import Tab, serving

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
ASKED = "/question/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区&to=2025-05"
PAGES = {
    "overview": "/",
    "documents": "/documents/",
    "document": "/documents/004/#004-057",
    "article": "/documents/A2/",
    "question": "/question/",
    "answer": ASKED,
    "findings": "/findings/",
    "course": "/course/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区",
    "check": "/check/",
    "compare": "/check/compare/",
}
FOCUS = "(document.activeElement || document.body)"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_keeps_to_itself(
    open_tab: OpenTab, demo: str, shots: Path, name: str, width: int, language: str
) -> None:
    tab = open_tab(demo, width, language)
    tab.open(PAGES[name])
    assert tab.overflow <= 0
    assert tab.page.locator("h1").first.is_visible()
    tab.page.screenshot(path=shots / f"{name}-{language}-{width}.png", full_page=name != "document")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_yearly_chart_is_drawn_and_its_table_says_the_same(
    open_tab: OpenTab, demo: str, width: int
) -> None:
    tab = open_tab(demo, width)
    tab.open("/")
    rows = tab.page.evaluate("JSON.parse(document.getElementById('years-data').textContent).rows")
    drawn = tab.page.evaluate(
        """() => {
          const canvas = document.querySelector('#years-chart canvas');
          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let count = 0;
          for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) count += 1;
          return count;
        }"""
    )
    assert drawn > 1000
    assert not tab.page.locator("#years-table").is_visible()
    tab.page.click('[data-view="table"]')
    assert not tab.page.locator("#years-chart").is_visible()
    shown = tab.page.locator("#years-table tbody tr").all_inner_texts()
    assert [re.split(r"\s+", line, maxsplit=1) for line in shown] == [
        [row["year"], row["text"]] for row in rows
    ]


def test_the_course_of_a_scope_is_drawn_and_its_tables_say_the_same(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open(ASKED)
    tab.page.click('a[href^="/course/"]')
    tab.page.wait_for_selector("#course-chart canvas")
    data = tab.page.evaluate("JSON.parse(document.getElementById('course-data').textContent)")
    assert [row["key"] for row in data["rows"]] == ["004-057"]
    (stated,) = (row["ends"] for row in data["rows"])
    band = {point["day"]: point["ends"] for point in data["band"]}
    assert band["2025-05-31"] == stated
    days = sorted(band)
    assert all(band[a][0] <= band[b][0] for a, b in pairwise(days)), "a total never falls"
    tab.page.click('[data-view="table"]')
    shown = tab.page.locator("#course-table tbody tr").all_inner_texts()
    assert len([line for line in shown if "9.92亿元" in line]) >= 2


def test_a_finding_is_drawn_and_proven(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/findings/?kind=doubt&document=000&donor=吉林省&recipient=巫溪县")
    found = tab.page.locator("article.finding", has_text="29 + 30 = 59 > 38")
    parts, whole = (found.locator(f".bar-{role} rect").first.bounding_box() for role in ("sum", "whole"))
    assert parts
    assert whole
    assert parts["width"] > whole["width"]
    found.locator("details.proof-panel summary").click()
    text = found.inner_text()
    assert all(words in text for words in ("缘由", "怎样改才相符", "默认前提", "000-005", "000-002"))


def test_the_chart_tells_its_values_without_injected_markup(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/")
    box = tab.page.locator("#years-chart").bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + box["width"] - 40, box["y"] + box["height"] / 2)
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("document.querySelectorAll('#years-chart div div').length") == 0


def test_pairings_are_walked_by_arrow_keys(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/")
    assert tab.count('[data-pair][tabindex="0"]') == 1
    tab.page.focus('[data-pair][tabindex="0"]')
    first = tab.page.evaluate(f"{FOCUS}.dataset.pair")
    tab.page.keyboard.press("ArrowDown")
    second = tab.page.evaluate(f"{FOCUS}.dataset.pair")
    assert second != first
    assert tab.page.inner_text("[data-readout]") == second
    for part in ("起始", "层级", "出处"):
        assert part in second
    assert tab.count('[data-pair][tabindex="0"]') == 1
    tab.page.keyboard.press("ArrowUp")
    assert tab.page.evaluate(f"{FOCUS}.dataset.pair") == first
    tab.page.hover("[data-pair] >> nth=5")
    assert tab.page.inner_text("[data-readout]") != first
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/question/?**")


def test_unknown_starts_are_said_to_be_unknown(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/")
    assert tab.page.locator("[data-pair] small", has_text="未载明").count() > 0


def test_a_total_is_one_click_from_its_definition_and_proof(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/")
    row = tab.page.locator(".totals tbody tr", has_text="上海市").first
    assert re.search(r"\d{4}-\d{2}-\d{2}", row.inner_text())
    amount = row.locator("a.amount").inner_text()
    row.locator("a.amount").click()
    assert tab.page.locator(".answer-natural .answer-value").inner_text() == amount
    for word in ("口径", "截至", "依据"):
        assert word in tab.page.inner_text("main")
    tab.page.locator(".proof a.proof-key").first.click()
    tab.page.wait_for_url("**/documents/**")
    assert tab.page.locator(".figure-panel:not([hidden])").is_visible()


def test_figures_by_key_by_address_and_by_verdict(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/documents/004/#004-057")
    panel = tab.page.locator(".figure-panel:not([hidden])")
    assert panel.get_attribute("data-panel") == "004-057"
    assert "9.92亿元" in panel.inner_text()
    tab.page.keyboard.press("j")
    assert panel.get_attribute("data-panel") == "004-058"
    assert tab.page.url.endswith("#004-058")
    assert tab.page.evaluate(f"{FOCUS}.id") == "004-058"
    tab.page.keyboard.press("k")
    tab.page.keyboard.press("ArrowLeft")
    assert panel.get_attribute("data-panel") == "004-056"
    tab.page.evaluate("location.hash = '004-001'")
    tab.page.wait_for_selector('[data-panel="004-001"]:not([hidden])')
    chip = tab.page.locator(".chip[data-filter]:not([data-filter=''])").first
    chip.click()
    wanted = chip.get_attribute("data-filter")
    for _ in range(3):
        chosen = tab.page.locator('[aria-current="true"][data-figure]')
        assert chosen.get_attribute("data-verdict") == wanted
        tab.page.keyboard.press("j")
    tab.page.keyboard.press("Escape")
    assert panel.count() == 0


def test_planted_errors_of_the_article_are_seen_and_proved(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/documents/A2/")
    wrong = tab.page.locator('.prose a[data-verdict="contradicted"]')
    assert wrong.count() > 0
    wrong.first.click()
    panel = tab.page.locator(".figure-panel:not([hidden])")
    assert "矛盾" in panel.inner_text()
    assert panel.locator(".proof li").count() > 0
    assert panel.locator(".bar rect").count() >= 2


def test_on_a_phone_the_panel_leaves_the_figure_in_sight(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo, 390)
    tab.open("/documents/004/#004-057")
    for presses in (0, 12):
        for _ in range(presses):
            tab.page.keyboard.press("j")
        figure = tab.page.locator('[data-figure][aria-current="true"]').bounding_box()
        panel = tab.page.locator(".reader-panel").bounding_box()
        bar = tab.page.locator(".reader-bar").bounding_box()
        assert figure
        assert panel
        assert bar
        assert bar["y"] + bar["height"] <= figure["y"]
        assert figure["y"] + figure["height"] <= panel["y"]
    tab.page.click(".figure-panel:not([hidden]) [data-close]")
    assert tab.page.locator(".figure-panel:not([hidden])").count() == 0


def test_where_the_originals_lie_at_hand_figures_stand_in_their_sentences(
    open_tab: OpenTab, documents_dir: Path, tmp_path: Path, shots: Path
) -> None:
    with serving(tmp_path / "book", "--documents", str(documents_dir)) as address:
        for width in (1280, 390):
            tab = open_tab(address, width)
            tab.open("/documents/004/?figure=004-057")
            assert tab.count(".prose a.fig") > 80
            assert tab.page.inner_text('.prose a[data-figure="004-057"]').startswith("9.92亿元")
            assert tab.page.locator('[data-panel="004-057"]').is_visible()
            assert tab.overflow <= 0
            tab.page.wait_for_timeout(300)
            tab.page.screenshot(path=shots / f"text-{width}.png")


def test_a_question_by_keyboard_alone(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/question/")
    tab.page.focus("#field-donor")
    tab.page.keyboard.type("上海")
    assert tab.page.locator("#field-donor-list [role=option]").first.inner_text() == "上海市"
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    tab.page.focus("#field-recipient")
    tab.page.keyboard.type("万州区")
    tab.page.focus("#to")
    tab.page.keyboard.type("2025-05")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".answer-value")
    asked = tab.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert asked == {"measure": "fund", "donor": "上海市", "recipient": "万州区", "to": "2025-05"}
    assert tab.page.evaluate(f"{FOCUS}.id") == "answer"
    tab.page.go_back()
    tab.page.wait_for_selector(".examples")


def test_several_names_and_a_wrong_one(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/question/?measure=fund&donor=山东省&donor=沈阳市")
    assert tab.page.locator(".combobox-chip").all_inner_texts() == ["山东省×", "沈阳市×"]
    tab.page.click('[aria-label="移除 沈阳市"]')
    tab.page.fill("#field-recipient", "万洲区")
    tab.page.click("#question .btn-primary")
    tab.page.wait_for_selector('#answer [role="alert"]')
    said = tab.page.inner_text('#answer [role="alert"]')
    assert "万洲区" in said
    assert "万州区" in said
    assert tab.page.locator(".combobox-chip").all_inner_texts() == ["山东省×", "万洲区×"]


def test_findings_are_limited_without_loading_the_page_anew(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/findings/")
    every = tab.count("#findings article.finding")
    assert every > 0
    tab.page.evaluate("window.stayed = true")
    with tab.page.expect_response(re.compile("kind=doubt")):
        tab.page.select_option("#kind", "doubt")
    tab.page.wait_for_function(f"document.querySelectorAll('#findings article.finding').length < {every}")
    assert "kind=doubt" in tab.page.url
    assert tab.page.evaluate("window.stayed")
    assert tab.count("#findings article.tone-doubt") == tab.count("#findings article.finding")


def test_a_draft_is_checked_in_place(open_tab: OpenTab, demo: str, shots: Path) -> None:
    tab = open_tab(demo)
    tab.open("/check/")
    tab.page.fill(
        "#text", "截至2025年5月，上海市累计无偿援助万州区12.5亿元。\n\n山东省、沈阳市援助忠县项目20个。"
    )
    tab.page.fill("#dated", "2025-07")
    tab.page.click(".check-form .btn-primary")
    tab.page.wait_for_selector(".prose a.fig")
    assert tab.page.locator(".prose a.fig").first.inner_text().startswith("12.5亿元")
    assert tab.page.locator('a.fig[data-verdict="doubtful"], a.fig[data-verdict="contradicted"]').count() > 0
    tab.page.keyboard.press("j")
    assert tab.page.locator(".figure-panel:not([hidden])").is_visible()
    tab.page.screenshot(path=shots / "checked-1280.png")
    assert tab.overflow <= 0


DRAFT = ("截至2025年5月，上海市在万州区累计到位无偿援助资金9.29亿元。", "山东省、沈阳市援助忠县项目20个。")


@pytest.fixture
def word_draft(tmp_path: Path) -> Path:
    """A draft in Word, its first figure cut in the middle by bold type."""
    document = Document()
    first, second = DRAFT
    at = first.index(".29")
    paragraph = document.add_paragraph(first[:at])
    paragraph.add_run(first[at : at + 2]).bold = True
    paragraph.add_run(first[at + 2 :])
    document.add_table(1, 2).cell(0, 1).text = second
    document.save(str(tmp_path / "总结.docx"))
    return tmp_path / "总结.docx"


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-hans"), (390, "en")])
def test_a_word_draft_comes_back_with_comments(
    open_tab: OpenTab, demo: str, shots: Path, word_draft: Path, width: int, language: str
) -> None:
    tab = open_tab(demo, width, language)
    tab.open("/check/")
    tab.page.set_input_files("#file", word_draft)
    assert "总结.docx" in tab.page.inner_text("[data-chosen-file]")
    tab.page.fill("#dated", "2025-07")
    tab.page.click(".check-form .btn-primary")
    tab.page.wait_for_selector("[data-progress]:not([hidden])")
    tab.page.wait_for_selector(".prose a.fig")
    tab.page.wait_for_selector("[data-progress]", state="hidden")
    assert tab.page.evaluate(f"{FOCUS}.id") == "draft-title"
    assert tab.page.locator(".prose-table td a.fig").inner_text().startswith("20个")
    tab.page.keyboard.press("j")
    panel = tab.page.locator(".figure-panel:not([hidden])")
    assert panel.locator(".panel-surface").inner_text() == "9.29亿元"
    assert panel.locator(".panel-right").inner_text().split()[-1] in ("9.92亿元", "million")
    tab.page.keyboard.press("ArrowRight")
    assert panel.locator(".panel-surface").inner_text() == "20个"
    tab.page.click(".chip[data-filter=doubtful]")
    assert panel.locator(".panel-surface").inner_text() == "9.29亿元"
    assert tab.overflow <= 0
    tab.page.screenshot(path=shots / f"draft-{language}-{width}.png")
    tab.page.keyboard.press("Escape")
    tab.page.evaluate("scrollTo(0, 0)")
    with tab.page.expect_download() as given:
        tab.page.click(".check-give .btn-primary")
    name = {"zh-hans": "总结（核对）.docx", "en": "总结 checked.docx"}[language]
    assert given.value.suggested_filename == name
    back = Document(given.value.path())
    assert [paragraph.text for paragraph in back.paragraphs] == [DRAFT[0]]
    assert [run.text for run in back.paragraphs[0].runs if run.bold] == [".2"]
    word = {"zh-hans": "【存疑】9.29亿元", "en": "[Doubtful] 9.29亿元"}[language]
    assert next(comment.text.split("\n")[0] for comment in back.comments) == word
    assert len(list(back.comments)) == 2
    tab.page.click(".check-form summary")
    tab.page.fill("#dated", "2025-08")
    assert tab.page.locator("[data-stale]").is_visible()


def test_a_file_is_dropped_on_its_place_and_one_too_large_is_said(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/check/")
    tab.page.evaluate(
        """text => {
          const files = new DataTransfer();
          files.items.add(new File([text], '稿.md'));
          const dropped = new DragEvent('drop', { dataTransfer: files, cancelable: true });
          document.querySelector('[data-drop]').dispatchEvent(dropped);
        }""",
        "\n\n".join(DRAFT),
    )
    assert "稿.md" in tab.page.inner_text("[data-chosen-file]")
    tab.page.click(".check-form .btn-primary")
    tab.page.wait_for_selector(".prose a.fig")
    assert tab.page.inner_text("#draft-title") == "稿"
    tab.page.click(".check-form summary")
    tab.page.evaluate(
        """size => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(size).fill(97)], '大.txt', { type: 'text/plain' }));
          document.querySelector('#file').files = files.files;
          document.querySelector('#file').dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        20 * 1024 * 1024 + 1,
    )
    assert "超过" in tab.page.inner_text("[data-chosen-file]")
    tab.page.click(".check-form .btn-primary")
    tab.page.wait_for_selector("#draft-result [role=alert]")
    assert "大.txt" in tab.page.inner_text("#draft-result [role=alert]")


@pytest.mark.parametrize("width", [1280, 390])
def test_two_documents_are_compared(open_tab: OpenTab, demo: str, shots: Path, width: int) -> None:
    tab = open_tab(demo, width)
    tab.open("/check/compare/")
    tab.page.fill("#old_text", "截至2023年底，上海市在万州区累计到位无偿援助资金9.95亿元。")
    tab.page.fill("#new_text", DRAFT[0].replace("9.29", "9.92"))
    tab.page.click(".check-form .btn-primary")
    tab.page.wait_for_selector(".compared")
    row = tab.page.locator(".compared-table tbody tr")
    assert "累计数不应减少" in row.inner_text()
    assert row.locator(".verdict").inner_text().strip() == "存疑"
    row.locator("summary").first.click()
    assert "截至2023年底" in row.locator("blockquote").first.inner_text()
    assert tab.overflow <= 0
    tab.page.screenshot(path=shots / f"compared-{width}.png")


def test_the_language_switch_keeps_page_and_fragment(open_tab: OpenTab, demo: str) -> None:
    tab = open_tab(demo)
    tab.open("/documents/004/#004-057")
    tab.page.click(".language button")
    tab.page.wait_for_load_state("networkidle")
    assert tab.page.url == f"{demo}/documents/004/#004-057"
    assert tab.page.get_attribute("html", "lang") == "en"
    assert tab.page.locator('[data-panel="004-057"]').is_visible()


@pytest.mark.parametrize("name", ["overview", "document", "question", "findings", "check", "compare"])
def test_a_walk_by_tab_key_shows_where_one_is(open_tab: OpenTab, demo: str, name: str) -> None:
    tab = open_tab(demo)
    tab.open(PAGES[name].split("#")[0])
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate(f"{FOCUS}.className") == "skip-link"
    assert tab.page.evaluate(f"{FOCUS}.getBoundingClientRect().top >= 0")
    for _ in range(25):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate(f"{FOCUS} === document.body"):
            break  # once around
        seen = tab.page.evaluate(
            f"""() => {{
              const box = {FOCUS}.getBoundingClientRect(), style = getComputedStyle({FOCUS});
              const ring = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
              return [{FOCUS}.outerHTML.slice(0, 90), box.width > 0 && box.height > 0, ring];
            }}"""
        )
        assert seen[1:] == [True, True], seen
    tab.open(PAGES[name].split("#")[0])
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate(f"{FOCUS}.id") == "content"
