"""The charts of statistics and targets in a real browser: drawn, right at their extremes, the same as their
tables; and every main page before axe, for each role that sees something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..conftest import lack
from .conftest import Tab

pytestmark = [pytest.mark.browser, pytest.mark.once]

OpenTab = Callable[..., Tab]
GRANTS = "measure=fund&kind=grant&basis=entries"
CHARTS = {
    "line": f"/statistics/?view=line&{GRANTS}",
    "stack": "/statistics/?view=stack&measure=fund&rows=kind&basis=entries",
    "heat": "/statistics/?view=heat&measure=fund&kind=&basis=entries",
    "flow": "/statistics/?view=flow&measure=fund&kind=&basis=entries",
    "tiles": "/statistics/?view=tiles&measure=fund&kind=&basis=entries",
    "before": "/statistics/?view=before",
}
DRAWN = """(name) => {
  const canvas = document.querySelector(`#${name}-chart canvas`);
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let count = 0;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) count += 1;
  return count;
}"""
OPTION = "(name) => echarts.getInstanceByDom(document.getElementById(`${name}-chart`)).getOption()"


def data(tab: Tab, name: str) -> Any:
    return tab.page.evaluate("(id) => JSON.parse(document.getElementById(id).textContent)", f"{name}-data")


def grid(tab: Tab, number: int = 0) -> list[list[str]]:
    """The texts of a table, row by row."""
    return tab.page.evaluate(
        """(n) => [...document.querySelectorAll('#statistics-table table')[n].querySelectorAll('tbody tr')]
          .map((row) => [...row.cells].map((cell) => cell.textContent.trim()))""",
        number,
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_chart_is_drawn_from_the_numbers_of_its_table(
    open_tab: OpenTab, demo: str, shots: Path, width: int, language: str
) -> None:
    tab = open_tab(demo, width, language)
    for address in (f"/statistics/?{GRANTS}&share=1&growth=1", f"/statistics/entries/?{GRANTS}&row=&column="):
        tab.open(address)
        assert tab.overflow <= 0, address
    for view, address in CHARTS.items():
        tab.open(address)
        assert tab.overflow <= 0, view
        assert tab.page.evaluate(DRAWN, "statistics") > 1000, view
        assert not tab.page.locator("#statistics-table").is_visible()
        if (language, width) in (("zh-hans", 1280), ("en", 390)):
            tab.page.screenshot(path=shots / f"chart-{view}-{language}-{width}.png")
        tab.page.click('[data-view="table"]')
        assert tab.page.locator("#statistics-table").is_visible()
        SAME[view](tab, data(tab, "statistics"), tab.page.evaluate(OPTION, "statistics"))


def _rows_are_the_table(tab: Tab, drawn: Any, option: Any) -> None:
    shown = grid(tab)
    assert [[row["label"], *(cell["text"] for cell in row["cells"])] for row in drawn["rows"]] == [
        row[: 1 + len(drawn["columns"])] for row in shown
    ]
    if drawn["rows"][0]["total"]:
        assert drawn["rows"][-1]["total"]["text"] in shown[-1]


def _line(tab: Tab, drawn: Any, option: Any) -> None:
    _rows_are_the_table(tab, drawn, option)
    (total,) = (row for row in drawn["rows"] if row["kind"] == "total")
    (bars,) = (series for series in option["series"] if series["type"] == "bar")
    assert bars["data"] == [cell["least"] if cell["known"] else None for cell in total["cells"]]
    top = max(cell["most"] for cell in total["cells"])
    axis = tab.page.evaluate(
        "echarts.getInstanceByDom(document.getElementById('statistics-chart')).getModel()"
        ".getComponent('yAxis').axis.scale.getExtent()"
    )
    assert axis[0] == 0
    assert top <= axis[1] < 3 * top


def _stack(tab: Tab, drawn: Any, option: Any) -> None:
    _rows_are_the_table(tab, drawn, option)
    stacked = [
        sum(series["data"][n] or 0 for series in option["series"]) for n in range(len(drawn["columns"]))
    ]
    (total,) = (row for row in drawn["rows"] if row["kind"] == "total")
    for found, cell in zip(stacked, total["cells"], strict=True):
        assert found == pytest.approx(cell["least"]), "what stands in no line is stacked as well"


def _heat(tab: Tab, drawn: Any, option: Any) -> None:
    _rows_are_the_table(tab, drawn, option)
    known = [cell for row in drawn["rows"] if row["kind"] == "line" for cell in row["cells"] if cell["known"]]
    assert len(option["series"][0]["data"]) == len(known) > 2
    assert option["visualMap"][0]["max"] == max(cell["least"] for cell in known)


def _flow(tab: Tab, drawn: Any, option: Any) -> None:
    numbers = {node["name"]: node["label"] for node in drawn["nodes"]}
    links = [(numbers[one["source"]], numbers[one["target"]], one["text"]) for one in drawn["links"]]
    heads = [
        tab.page.evaluate(
            "(n) => [...document.querySelectorAll('#statistics-table thead')[n].querySelectorAll('th')]"
            ".map((head) => head.textContent.trim())",
            n,
        )
        for n in (0, 1)
    ]
    told = {
        (row[0], head, text)
        for n in (0, 1)
        for row in grid(tab, n)
        for head, text in zip(heads[n][1:], row[1:], strict=True)
    }
    assert len(links) > 5
    assert set(links) <= told
    assert len(option["series"][0]["data"]) == len(drawn["nodes"])


def _tiles(tab: Tab, drawn: Any, option: Any) -> None:
    shown = {row[0]: row[-1] for row in grid(tab)}
    known = {tile["name"]: tile["text"] for tile in drawn["tiles"] if tile["known"]}
    assert known
    assert all(shown[name] == text for name, text in known.items())
    assert len(drawn["tiles"]) >= 26
    assert len({(tile["x"], tile["y"]) for tile in drawn["tiles"]}) == len(drawn["tiles"])
    assert option["visualMap"][0]["max"] == max(tile["least"] for tile in drawn["tiles"])


def _before(tab: Tab, drawn: Any, option: Any) -> None:
    assert [
        [row["label"], row["beforeText"], row["afterText"], row["change"]] for row in drawn["rows"]
    ] == grid(tab)
    for row in drawn["rows"]:
        assert max(row["before"], row["after"]) == 100
        assert min(row["before"], row["after"]) > 0


SAME = {"line": _line, "stack": _stack, "heat": _heat, "flow": _flow, "tiles": _tiles, "before": _before}


@pytest.mark.parametrize("width", [1280, 390])
def test_progress_of_targets_is_drawn_beside_its_table(open_tab: OpenTab, demo: str, width: int) -> None:
    tab = open_tab(demo, width)
    tab.open("/targets/")
    assert tab.overflow <= 0
    assert tab.page.evaluate(DRAWN, "progress") > 500
    table = tab.page.locator("#progress-table")
    assert table.is_visible()
    text = table.inner_text()
    rows = data(tab, "progress")["rows"]
    assert rows
    for row in rows:
        assert row["text"] in text
    option = tab.page.evaluate(OPTION, "progress")
    assert option["series"][0]["data"] == [row["least"] for row in rows]
    assert option["xAxis"][0]["max"] >= max(row["least"] for row in rows)


def test_what_is_shown_can_be_taken_as_a_file(open_tab: OpenTab, demo: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    tab = open_tab(demo)
    tab.open(CHARTS["heat"])
    with tab.page.expect_download() as taken:
        tab.page.click("[data-svg]")
    taken.value.save_as(tmp_path / "chart.svg")
    drawing = (tmp_path / "chart.svg").read_text("utf-8")
    assert drawing.startswith("<svg")
    assert "忠县" in drawing
    with tab.page.expect_download() as taken:
        tab.page.click('a[href*="format=xlsx"]')
    taken.value.save_as(tmp_path / "table.xlsx")
    sheet = load_workbook(tmp_path / "table.xlsx").active
    cells = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    tab.page.click('[data-view="table"]')
    for row in grid(tab):
        found = next(line for line in cells if line[0] == row[0])
        assert [
            f"{cell:,.{_places(row)}f}" if isinstance(cell, int | float) else cell for cell in found
        ] == row


def _places(row: list[str]) -> int:
    """How many decimals the numbers of a row have."""
    numbers = [text for text in row if text.replace(",", "").replace(".", "").isdigit()]
    return max((len(text.partition(".")[2]) for text in numbers), default=0)


MAIN = (
    "/",
    "/documents/",
    "/documents/000/",
    "/projects/",
    "/question/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区&to=2025-05",
    "/course/?measure=fund&kind=无偿援助&donor=上海市&recipient=万州区",
    f"/statistics/?{GRANTS}&share=1",
    CHARTS["heat"],
    f"/statistics/entries/?{GRANTS}&rows=donor&columns=recipient&row=310000&column=",
    "/targets/",
    "/findings/",
    "/check/",
    "/check/compare/",
    "/review/",
    "/sign-in/",
)
OWN = {
    "clerk": ("/", "/records/", "/records/new/training/", "/import/", "/projects/new/", "/account/"),
    "admin": ("/people/", "/offices/"),
    "auditor": ("/log/",),
}


@pytest.fixture(scope="module")
def axe() -> str:
    script = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
    if not script.is_file():
        lack("axe-core is not in node_modules: run `make ready`")
    return script.read_text("utf-8")


def _serious(tab: Tab, axe: str) -> list[str]:
    """Serious and critical violations of the page, each with the first places."""
    tab.page.evaluate(axe)
    rules = "{ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa'] }"
    found = tab.page.evaluate(f"axe.run(document, {rules}).then((run) => run.violations)")
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("who", ["", *OWN])
def test_no_page_shuts_anybody_out(open_tab: OpenTab, demo: str, demo_home: Path, axe: str, who: str) -> None:
    tab = open_tab(demo, 1280, "en" if who == "clerk" else "zh-hans")
    if who:
        tab.open("/sign-in/")
        tab.page.fill("[name=name]", who)
        tab.page.fill("[name=password]", (demo_home / "sample-password").read_text("ascii").strip())
        tab.page.click("main button")
        tab.page.wait_for_load_state("networkidle")
    found = {}
    for path in OWN.get(who, MAIN):
        tab.open(path)
        assert tab.page.locator("h1").count() == 1, path
        if serious := _serious(tab, axe):
            found[path] = serious
    assert found == {}, json.dumps(found, ensure_ascii=False, indent=1)
