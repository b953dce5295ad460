"""A whole review by keyboard in a real browser, on a Word file with a table, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from duikou.actions.add_sample_people import PASSWORD_FILE

from .conftest import Tab, serving

pytestmark = pytest.mark.browser

OpenTab = Callable[..., Tab]
PARAGRAPHS = (
    "2021年以来，山东省向忠县无偿援助资金2000余万元，其中教育资金300万元；实施援建项目38个，惠及群众2.3万人。",
    "截至2024年底，山东省援建的忠县乌杨小学（下称“乌小”）投入资金500万元，在校学生860人。",
    "2023年，沈阳市向忠县投入80万元为乌小购置设备，培训教师120人次。",
    "2024年，忠县柑橘产值达到5.6亿元，同比增长12.5%。山东省企业落户忠县6家，协议投资3.2亿元，到位资金1.1亿元。",
)
TABLE = (
    ("受援区县", "2023年", "2023年", "2024年", "2024年"),
    ("受援区县", "无偿援助资金（万元）", "援建项目（个）", "无偿援助资金（万元）", "援建项目（个）"),
    ("忠县", "1,200", "12", "1,350.5", "13"),
    ("万州区", "800", "8", "900", "9"),
    ("合计", "2,000", "20", "2,250.5", "22"),
)
PASSWORDS: dict[str, str] = {}  # address of a demo → of its sample accounts
SETTLED = "(document.getElementById('panel') || {ariaBusy: 'false'}).ariaBusy === 'false'"
CURRENT = "(document.getElementById('review-form') || {dataset: {}}).dataset.panel || ''"


def word() -> bytes:
    """An account of our own with a table whose heads are merged."""
    document = Document()
    document.add_heading("山东省对口支援忠县等区县工作情况", 0)
    for words in PARAGRAPHS:
        document.add_paragraph(words)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for row, texts in enumerate(TABLE):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for first, left, last, right in ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)):
        words = table.cell(first, left).text
        table.cell(first, left).merge(table.cell(last, right)).text = words
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo of this module's own, since reviews write."""
    home = tmp_path_factory.mktemp("review") / "book"
    with serving(home) as address:
        PASSWORDS[address] = (home / PASSWORD_FILE).read_text("ascii").strip()
        yield address


def sign_in(tab: Tab) -> None:
    """As the clerk of the city, whose office answers for every county."""
    tab.open("/sign-in/?next=/account/")
    tab.page.fill("[name=name]", "municipal")
    tab.page.fill("[name=password]", PASSWORDS[tab.address])
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(f"{tab.address}/account/")


def take_in(tab: Tab, folder: Path) -> None:
    path = folder / "工作情况.docx"
    path.write_bytes(word())
    tab.open("/review/")
    tab.page.set_input_files("#file", path)
    tab.page.fill("#dated", "2025-03")
    tab.page.click("form .btn-primary")
    tab.page.wait_for_url("**/review/D**")
    tab.page.wait_for_load_state("networkidle")


def press(tab: Tab, key: str) -> None:
    """A key that leads to another figure, or to the end."""
    before = tab.page.evaluate(CURRENT)
    tab.page.keyboard.press(key)
    tab.page.wait_for_function(f"before => ({CURRENT}) !== before && {SETTLED}", arg=before)


def test_a_whole_review_by_keyboard(open_tab: OpenTab, desk: str, tmp_path: Path, shots: Path) -> None:
    tab = open_tab(desk)
    sign_in(tab)
    take_in(tab, tmp_path)
    total = tab.count("[data-number]")
    assert total == 25
    assert tab.count(".prose-table th") == 10
    keys = 0
    for language, width in (("zh-hans", 1280), ("en", 390)):
        other = open_tab(desk, width, language)
        sign_in(other)
        other.open("/review/D001/?figure=1")
        assert other.overflow <= 0
        assert other.page.evaluate(CURRENT) == "1"
        other.page.screenshot(path=shots / f"review-{language}-{width}.png", caret="initial")

    # the deciding words of a field light up in the text
    tab.page.focus("#review-donor")
    assert tab.page.locator(".because.is-lit").all_inner_texts() == ["山东省"]
    tab.page.keyboard.press("Escape")

    # most figures take one key
    press(tab, "Enter")
    keys += 1
    # a wrong amount is said beside its field, then corrected
    tab.page.keyboard.press("e")
    tab.page.fill("#review-amount", "很多")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#review-problem-amount")
    tab.page.wait_for_function(SETTLED)
    assert tab.page.evaluate("document.activeElement.id") == "review-amount"
    tab.page.screenshot(path=shots / "review-mistake.png", caret="initial")
    tab.page.fill("#review-amount", "350万元")
    press(tab, "Enter")
    press(tab, "x")
    press(tab, "u")
    assert tab.page.evaluate(CURRENT) == "3"
    assert tab.page.locator("#figure-3").get_attribute("data-state") == "open"
    press(tab, "x")
    for mark in (1, 2):
        assert tab.page.locator(f"#figure-{mark}").get_attribute("data-state") == "confirmed"
    while tab.page.evaluate(CURRENT):
        press(tab, "Enter")
        keys += 1
    assert keys == total - 2
    tab.page.wait_for_function("document.activeElement.hasAttribute('data-post-last')")
    tab.page.screenshot(path=shots / "review-done.png", caret="initial")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**receipt=**")
    assert tab.count(".alert-success") == 1
    tab.open("/documents/D001/")
    assert tab.count("[data-figure]") == total - 1
    assert "350万元" not in tab.page.inner_text(".prose")


def test_keys_move_and_filter(open_tab: OpenTab, desk: str, tmp_path: Path) -> None:
    tab = open_tab(desk)
    sign_in(tab)
    tab.open("/review/")
    tab.page.fill("#text", "\n\n".join((*PARAGRAPHS, "收到锦旗25面、感谢信30封。")))
    tab.page.fill("#dated", "2025-03")
    tab.page.click("form .btn-primary")
    tab.page.wait_for_url("**/review/D**")
    tab.page.wait_for_load_state("networkidle")
    for key, number in (("j", "2"), ("ArrowDown", "3"), ("k", "2"), ("ArrowUp", "1")):
        press(tab, key)
        assert tab.page.evaluate(CURRENT) == number
    tab.page.keyboard.press("?")
    assert tab.page.locator("#review-keys").is_visible()
    tab.page.keyboard.press("Escape")
    assert not tab.page.locator("#review-keys").is_visible()
    tab.page.keyboard.press("d")
    doubtful = tab.page.locator("[data-number][data-doubt]")
    tab.page.wait_for_selector("[data-number][data-doubt][aria-current]")
    tab.page.wait_for_function(SETTLED)
    assert "show=doubtful" in tab.page.url
    before = doubtful.count()
    press(tab, "Enter")
    assert doubtful.count() == before - 1
    here = tab.page.evaluate(CURRENT)
    assert not here or "data-doubt" in str(tab.page.locator(f"#figure-{here}").evaluate("e => e.outerHTML"))


def test_a_missed_figure_is_added_by_selecting_it_and_by_typing(
    open_tab: OpenTab, desk: str, shots: Path
) -> None:
    tab = open_tab(desk)
    sign_in(tab)
    tab.open("/review/")
    tab.page.fill("#text", "2023年，忠县实施援建项目38个，收到感谢信三十沓，挂牌两校。")
    tab.page.fill("#dated", "2025-03")
    tab.page.click("form .btn-primary")
    tab.page.wait_for_url("**/review/D**")
    tab.page.wait_for_load_state("networkidle")
    figures = tab.page.locator("a[data-number]")
    read = figures.count()
    tab.page.keyboard.press("a")
    assert tab.page.evaluate("document.activeElement.id") == "review-add-words"
    tab.page.screenshot(path=shots / "review-adding.png")
    tab.page.keyboard.type("两校")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(f"**/?figure={read + 1}")
    assert tab.page.evaluate(CURRENT) == str(read + 1)
    assert tab.page.inner_text("[data-heading]") == "两校"
    tab.page.wait_for_load_state("networkidle")
    tab.page.evaluate(
        """() => {
          const runs = [...document.querySelectorAll("[data-text] span[data-at]")];
          const run = runs.find((one) => one.textContent.includes("三十沓"));
          const node = document.createTreeWalker(run, NodeFilter.SHOW_TEXT).nextNode();
          const at = node.data.indexOf("三十沓");
          getSelection().setBaseAndExtent(node, at, node, at + 3);
        }"""
    )
    tab.page.click("[data-adding] summary")
    tab.page.wait_for_url(f"**/?figure={read + 2}")
    assert tab.page.inner_text("[data-heading]") == "三十沓"


def test_on_a_phone_and_by_touch(open_tab: OpenTab, desk: str, tmp_path: Path) -> None:
    tab = open_tab(desk, 390)
    sign_in(tab)
    tab.open("/review/")
    tab.page.fill("#text", PARAGRAPHS[0])
    tab.page.click("form .btn-primary")
    tab.page.wait_for_url("**/review/D**")
    tab.page.wait_for_load_state("networkidle")
    for number in ("2", "3"):
        tab.page.click("[data-confirm]")
        tab.page.wait_for_selector(f"#figure-{number}[aria-current]")
        tab.page.wait_for_function(SETTLED)
        figure = tab.page.locator(f"#figure-{number}").bounding_box()
        panel = tab.page.locator("#panel").bounding_box()
        assert figure
        assert panel
        assert figure["y"] + figure["height"] <= panel["y"]
    assert re.search(r"2 / \d", tab.page.inner_text("#review-progress"))
    assert tab.overflow <= 0
