"""The year of a county in the browser: called upon, filed, returned, accepted, closed, corrected, traced."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from .conftest import Tab
from .planted import PROJECT, Fault, T, faults, filled

OpenTab = Callable[..., Tab]
PASSWORD = "Pinghu-An-Lan-7"
PATIENCE = 60
SET_UP = f"""
from duikou.store.opening import open_book
open_book()
from duikou.actions.add_people import add_office, add_user
from duikou.actions.gather import gathering
from duikou.book import Pairing, Project
from duikou.store.actors import system_actor
system = system_actor()
with gathering(actor=system, action="post") as basket:
    basket.pairings([Pairing("wz", frozenset({{"310000"}}), frozenset({{"500101"}}))])
    basket.projects([Project("P-anxi", "{PROJECT}", frozenset({{"310000"}}), "500101")])
for key, name, level, own in (
    ("city", "重庆市水利局", "municipal", {{}}),
    ("wanzhou", "万州区水利局", "county", {{"place": "500101"}}),
    ("zhongxian", "忠县水利局", "county", {{"place": "500233"}}),
    ("shanghai", "上海市合作交流办", "donor", {{"party": "310000"}}),
):
    add_office(key, name, level, actor=system, **own)
for username, name, office, duties in (
    ("lifang", "李芳", "wanzhou", ["enter"]),
    ("fuhe", "傅核", "wanzhou", ["review"]),
    ("zhaomin", "赵敏", "city", ["review", "approve"]),
    ("chenjing", "陈静", "shanghai", ["read"]),
    ("sunlei", "孙磊", "city", ["audit"]),
):
    add_user(username, "", actor=system, name=name, duties={{office: duties}}, must_change=False)
from django.contrib.auth.hashers import make_password
from duikou.store.models import User
User.objects.exclude(username="system").update(password=make_password("{PASSWORD}"))  # hashed once for all
"""
SERVE = """
import sys, waitress
from duikou.store.opening import prepare_django
prepare_django()
from django.core.wsgi import get_wsgi_application
waitress.serve(get_wsgi_application(), host="127.0.0.1", port=int(sys.argv[1]), threads=4, _quiet=True)
"""


@contextmanager
def served(book: Any) -> Iterator[str]:
    """The book's pages by a server of their own."""
    environment = book.environment | {"DUIKOU_LANGUAGE": "zh-hans"}
    subprocess.run([sys.executable, "-c", SET_UP], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=environment) as server:
        try:
            _wait(f"{address}/sign-in/", server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail("the server did not come up")


def last_quarter(today: date) -> tuple[str, date]:
    """The quarter that ended last, and a day of it."""
    ended = date(today.year, today.month - (today.month - 1) % 3, 1) - timedelta(days=1)
    return f"{ended.year}Q{(ended.month + 2) // 3}", ended - timedelta(days=20)


class Year:
    """What the people of the play do, one after another."""

    def __init__(self, open_tab: OpenTab, address: str, shots: Path) -> None:
        self.open_tab, self.address, self.shots = open_tab, address, shots
        self.period, self.day = last_quarter(date.today())
        self.tabs: dict[str, Tab] = {}

    def tab(self, name: str) -> Tab:
        """The browser of a person, signed in."""
        if name not in self.tabs:
            tab = self.tabs[name] = self.open_tab(self.address)
            tab.open("/sign-in/?next=/calls/" if name != "chenjing" else "/sign-in/?next=/projects/")
            tab.page.fill("#id_name", name)
            tab.page.fill("#id_password", PASSWORD)
            tab.page.keyboard.press("Enter")
            tab.page.wait_for_url(re.compile("^http://[^/]+/(calls|projects)/"))
        return self.tabs[name]

    def shot(self, tab: Tab, name: str) -> None:
        for width in (390, 1280):
            tab.page.set_viewport_size({"width": width, "height": 800})
            if os.environ.get("DUIKOU_SCREENSHOTS"):  # they cost more than all the rest of the page
                tab.page.screenshot(path=self.shots / f"year-{name}-{width}.png", full_page=True)
            assert tab.overflow <= 0, (name, width)

    def press(self, tab: Tab, text: str) -> None:
        tab.page.click(f"main button:has-text('{text}')")
        tab.page.wait_for_load_state("networkidle")

    def main(self, tab: Tab) -> str:
        return str(tab.page.inner_text("main"))

    @property
    def filing(self) -> str:
        return f"/filings/{self.period}/wanzhou/"

    def call(self) -> None:
        city = self.tab("zhaomin")
        city.open("/calls/new/")
        page = city.page
        page.fill("#id_title", "季度报送")
        page.fill("#id_period", self.period)
        page.fill("#id_deadline", (self.day + timedelta(days=400)).isoformat())
        for code in ("wanzhou", "zhongxian", "training.person_time", "job.person", "logistics.train"):
            page.check(f"input[value='{code}']")
        self.shot(city, "1-call")
        self.press(city, "发出通知")
        assert "未开始 2" in self.main(city)

    def send(self, content: bytes, name: str) -> Tab:
        clerk = self.tab("lifang")
        clerk.open("/import/")
        clerk.page.set_input_files("#file", {"name": name, "mimeType": XLSX, "buffer": content})
        clerk.page.click("main form button")
        clerk.page.wait_for_url(re.compile("/import/[0-9a-f-]{36}/"))
        clerk.page.wait_for_load_state("networkidle")
        return clerk

    def fill_in(self) -> None:
        clerk = self.tab("lifang")
        clerk.open("/")
        assert "本单位有1份报送待办" in self.main(clerk)
        clerk.open(self.filing)
        with clerk.page.expect_download() as download:
            clerk.page.click("main a:has-text('下载工作簿')")
        template = Path(download.value.path()).read_bytes()
        wrong, cells = filled(template, self.day, faults(self.day))
        self.send(wrong, "三季度.xlsx")
        self.named(clerk, cells)
        self.shot(clerk, "2-faults")
        mended, _ = filled(template, self.day, ())
        self.send(mended, "三季度（更正）.xlsx")
        assert clerk.count("tr[data-severity=error]") == 0
        self.press(clerk, "放入“季度报送”")
        assert "审批通过之前不入账" in self.main(clerk)

    def named(self, tab: Tab, cells: list[tuple[Fault, str]]) -> None:
        """Every planted fault stands at its cell, with what is wrong."""
        rows = tab.page.eval_on_selector_all(
            "table.problems tbody tr",
            "rows => rows.map(r => [r.dataset.severity, ...[...r.cells].slice(1).map(c => c.innerText)])",
        )
        said = [(severity, f"{sheet}!{cell}", text) for severity, sheet, cell, text in rows]
        missing = [
            (fault, cell)
            for fault, cell in cells
            if not any(
                severity == fault.severity and place == f"{fault.sheet}!{cell}" and fault.said in text
                for severity, place, text in said
            )
        ]
        assert not missing, (missing, said)
        assert len(cells) >= 25

    def hand_in(self, first: bool = False) -> None:
        for name in ("lifang", "fuhe") if first else ("fuhe",):
            tab = self.tab(name)
            tab.open(self.filing)
            empty = tab.page.locator("input[name^='doubt:']")
            for number in range(empty.count()):
                if not empty.nth(number).input_value():
                    empty.nth(number).fill("已与凭证核对")
            if name == "lifang":
                self.shot(tab, "3-draft")
                self.press(tab, "保存说明")
        self.press(self.tab("fuhe"), "报送")
        assert "已报送" in self.main(self.tab("fuhe"))

    def send_back(self) -> None:
        city = self.tab("zhaomin")
        city.open("/calls/")
        assert city.page.locator(".nav-count").inner_text() == "1"
        city.open(self.filing)
        row = city.page.locator(".filed > li", has_text=f"{self.day.year}年第1期").first
        row.locator("input").fill("人次与签到册不符")
        row.locator("input").press("Enter")  # it must not press the button that accepts
        city.page.wait_for_load_state("networkidle")
        assert city.page.locator("h1 .tag").inner_text() == "已报送"
        city.page.fill("#words", "请更正后再报")
        self.shot(city, "4-review")
        self.press(city, "退回")
        assert "已退回" in self.main(city)
        clerk = self.tab("lifang")
        clerk.open(self.filing)
        self.shot(clerk, "5-returned")
        clerk.page.locator(".remarked a:has-text('更正')").click()
        clerk.page.fill("#field-person_times", "333")
        clerk.page.click("main .form-actions .btn-primary")
        clerk.page.wait_for_load_state("networkidle")
        assert "退回后已更正" in self.main(clerk)
        assert "333人次" in self.main(clerk)

    def nobody_counts_it_yet(self) -> None:
        for name in ("chenjing", "zhaomin"):
            tab = self.tab(name)
            tab.open("/question/?measure=training.person_time&donor=上海市&recipient=万州区")
            assert re.search(r"\d人次", self.main(tab)) is None

    def accept(self) -> None:
        city = self.tab("zhaomin")
        city.open(self.filing)
        self.press(city, "通过并关账")
        assert "回执" in self.main(city)
        self.shot(city, "6-accepted")
        city.open("/closings/")
        assert "万州区 · 季度报送" in self.main(city)
        clerk = self.tab("lifang")
        clerk.open("/records/new/training/")
        for field, value in (
            ("title", "补报一期"),
            ("first_day", self.day.isoformat()),
            ("person_times", "9"),
        ):
            clerk.page.fill(f"#field-{field}", value)
        clerk.page.locator("[data-combobox] input[role=combobox]").first.fill("上海市")
        clerk.page.keyboard.press("Enter")
        clerk.page.click("main .form-actions .btn-primary")
        clerk.page.wait_for_load_state("networkidle")
        assert "台账已关账" in self.main(clerk)
        self.shot(clerk, "7-closed")

    def donor_sees(self) -> None:
        donor = self.tab("chenjing")
        donor.open("/question/?measure=training.person_time&donor=上海市&recipient=万州区")
        self.shot(donor, "8-donor")
        assert self.total in self.main(donor)
        month = f"{self.day:%Y-%m}"
        asked = f"measure=training.person_time&recipient=万州区&from={month}&to={month}"
        donor.open(f"/question/?{asked}&donor=上海市")
        exact = re.search(r"精确\s*(\d+人次)", self.main(donor))
        assert exact, "its own account of the month is closed"
        assert exact[1] in self.total
        assert re.search(r"季度报送\s*关账", self.main(donor)), "what bounds it from above"
        donor.open(f"/question/?{asked}")
        assert "精确" not in self.main(donor), "what others gave is not said, not even that it is nothing"

    @property
    def total(self) -> str:
        """Person-times of all classes, the first one mended, the rounded one as it was explained."""
        classes = [one for one in faults(self.day) if one.sheet == T]
        rounded = next(number for number, one in enumerate(classes, start=1) if one.said == "约数")
        others = set(range(1, len(classes) + 1)) - {1, rounded}
        return f"不少于{333 + 500 + sum(100 + number for number in others)}人次"

    def correct(self) -> None:
        city = self.tab("zhaomin")
        city.open("/closings/")
        city.page.fill("input[name=reason]", "审计要求更正第1期人次")
        self.press(city, "重新开账")
        clerk = self.tab("lifang")
        clerk.open(f"/records/?text={self.day.year}年第1期&type=training")
        clerk.page.click(".records th a")
        clerk.page.click("main a:has-text('更正')")
        clerk.page.fill("#field-person_times", "300")
        clerk.page.fill("#reason", "按签到册更正")
        clerk.page.click("main .form-actions .btn-primary")
        clerk.page.wait_for_url(re.compile("/records/A-"))
        assert "按签到册更正" in self.main(clerk)
        self.record = clerk.page.url.removeprefix(self.address)
        city.open("/closings/")
        self.press(city, "再次关账")
        self.shot(city, "9-closed-again")
        assert "审计要求更正第1期人次" in self.main(city)

    def audit(self) -> None:
        auditor = self.tab("sunlei")
        auditor.open("/log/")
        said = self.main(auditor)
        for event in ("发出报送通知", "报送", "退回报送", "审批通过报送", "重新开账", "再次关账"):
            assert event in said
        self.shot(auditor, "10-log")
        auditor.open(self.record)
        story = self.main(auditor)
        assert "333人次" in story
        assert "300人次" in story
        assert "按签到册更正" in story
        auditor.open(self.filing)
        assert "请更正后再报" in self.main(auditor)
        self.shot(auditor, "11-trace")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def play(year: Year) -> None:
    year.call()
    year.fill_in()
    year.hand_in(first=True)
    year.nobody_counts_it_yet()
    year.send_back()
    year.hand_in()
    year.accept()
    year.donor_sees()
    year.correct()
    year.audit()


@pytest.mark.browser
def test_the_year_of_a_county(open_tab: OpenTab, book_apart: Any, shots: Path) -> None:
    with served(book_apart) as address:
        play(Year(open_tab, address, shots))


@pytest.mark.postgres
def test_the_year_of_a_county_on_a_server(open_tab: OpenTab, book_apart: Any, shots: Path) -> None:
    assert os.environ.get("DUIKOU_DATABASE_URL", "").startswith("postgres")
    with served(book_apart) as address:
        play(Year(open_tab, address, shots))
