"""Signing in and the life of one project, in a real browser: by keyboard, on a wide and a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from duikou.actions.add_sample_people import PASSWORD_FILE

from .conftest import Tab, serving

pytestmark = pytest.mark.browser
OpenTab = Callable[..., Tab]


@dataclass(frozen=True)
class Demo:
    address: str
    password: str


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo with its sample accounts, for the tests of this module, which write to it."""
    home = tmp_path_factory.mktemp("offices") / "book"
    with serving(home) as address:
        yield Demo(address, (home / PASSWORD_FILE).read_text("ascii").strip())


def sign_in(tab: Tab, demo: Demo, name: str) -> None:
    tab.open("/sign-in/?next=/projects/")
    tab.page.keyboard.type(name)  # the first field has the focus
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type(demo.password)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(demo.address + "/projects/")


def save(tab: Tab) -> None:
    tab.page.locator("main .form-actions .btn-primary").first.click()
    tab.page.wait_for_load_state("networkidle")


def test_the_life_of_a_project(open_tab: OpenTab, offices: Demo, shots: Path) -> None:
    clerk = open_tab(offices.address)
    sign_in(clerk, offices, "clerk")
    page = clerk.page
    page.click("text=登记项目")
    page.fill("#id_name", "长岭镇安溪村饮水工程")
    page.fill("#id_recipient", "万洲区")
    page.keyboard.press("Escape")
    save(clerk)
    assert "万州区" in page.inner_text("#id_recipient_error"), "the remark stands at its field"
    assert page.input_value("#id_name") == "长岭镇安溪村饮水工程"
    page.fill("#id_recipient", "万州区")
    page.keyboard.press("Escape")
    page.fill("#id_budget", "128.5")
    page.fill("#id_outputs", "管网 12.5 公里")
    save(clerk)
    assert "128.5万元" in page.inner_text("main")
    project = page.url.removeprefix(offices.address)

    page.select_option("#id_stage", "completion")
    page.fill("#id_date", "2024-01")
    paper = {"name": "竣工报告.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 report"}
    page.set_input_files("#id_file", paper)
    page.fill("#id_title", "竣工报告")
    page.click(".form-actions >> text=登记")
    page.wait_for_load_state("networkidle")
    assert "后应于180天内验收" in page.inner_text(".page-heading")
    with page.expect_download() as download:
        page.click("text=竣工报告 >> nth=0")
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.4 report"
    assert "示例填报员" in page.inner_text("#history")

    clerk.open(project + "edit/")
    other = open_tab(offices.address)
    sign_in(other, offices, "municipal")
    other.open(project + "edit/")
    other.page.fill("#id_note", "市级已核")
    save(other)
    page.fill("#id_site", "安溪村三组")
    save(clerk)
    told = page.inner_text(".alert-warning")
    assert "市级已核" in told
    assert page.input_value("#id_site") == "安溪村三组", "nothing typed is lost"
    page.screenshot(path=shots / "project-conflict-1280.png", full_page=True)
    page.fill("#id_note", "市级已核")
    save(clerk)
    assert "安溪村三组" in page.inner_text("main")

    visitor = open_tab(offices.address)
    visitor.open("/projects/?q=安溪")
    assert "没有符合条件的项目" in visitor.page.inner_text("main"), "not published"
    page.click("text=示例填报员")
    page.click("text=退出")
    page.wait_for_load_state("networkidle")
    assert page.is_visible("text=登录")


PAGES = {
    "clerk": ("/projects/", "/projects/board/", "/projects/new/", "/projects/alike/", "/account/", "/calls/"),
    "municipal": ("/calls/new/", "/closings/"),
    "admin": ("/people/", "/people/new/", "/offices/", "/offices/new/"),
    "security": ("/people/of/clerk/",),
    "auditor": ("/log/",),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_and_keep_to_themselves(
    open_tab: OpenTab, offices: Demo, shots: Path, name: str, width: int
) -> None:
    tab = open_tab(offices.address, width)
    sign_in(tab, offices, name)
    for path in PAGES[name]:
        tab.open(path)
        assert tab.overflow <= 0, path
        assert tab.page.locator("h1").first.is_visible()
        shot = f"{name}{path.replace('/', '-')}{width}.png"
        tab.page.screenshot(path=shots / shot, full_page=True)
