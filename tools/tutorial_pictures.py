"""The pictures of the tutorial of filing, taken from the running program: `tutorial_pictures.py FOLDER`.

Builds the sample book in a temporary folder, serves it, walks once through the tutorial's steps in each
language and writes `zh-1-call.png` … into the folder. Needs Chromium; the pictures are reduced to 64 colours.
"""

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = "from duikou.cli import main; main()"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TRAINING = "培训"
HEADS = 3  # the row of the heads in a sheet of the workbook
WIDTH, HEIGHT = 1280, 760
CLASS = {"培训班名称": "柑橘种植技术培训", "支援方": "上海市", "受援地": "万州区", "培训人次": 120}
# on the rounded number; on a project whose acceptance is late
WORDS = {
    "zh": ("签到册尚在核对", "已报请验收"),
    "en": ("the sign-in sheet is being counted", "acceptance has been applied for"),
}
TITLES = {"zh": "月度报送", "en": "Monthly filing"}


def last_month() -> date:
    return date.today().replace(day=1) - timedelta(days=1)


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """The demo in a folder of its own: its address and the password of the sample accounts."""
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        home = Path(folder) / "book"
        command = [sys.executable, "-c", PROGRAM, "demo", "--at", str(home), "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                wait(f"http://127.0.0.1:{port}/sign-in/", server)
                yield f"http://127.0.0.1:{port}", (home / "sample-password").read_text("ascii").strip()
            finally:
                server.terminate()


def wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    sys.exit("the demo did not come up")


class Walk:
    """The steps of the tutorial in one language, each person in a browser of their own."""

    def __init__(self, browser: Any, address: str, password: str, language: str, folder: Path) -> None:
        self.browser, self.address, self.password = browser, address, password
        self.language, self.folder = language, folder
        self.period = f"{last_month():%Y-%m}"
        self.pages: dict[str, Page] = {}

    def page(self, name: str) -> Page:
        if name not in self.pages:
            context = self.browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
            code = {"zh": "zh-hans", "en": "en"}[self.language]
            context.add_cookies([{"name": "django_language", "value": code, "url": self.address}])
            page = self.pages[name] = context.new_page()
            page.goto(f"{self.address}/sign-in/?next=/account/")
            page.fill("#id_name", name)
            page.fill("#id_password", self.password)
            page.keyboard.press("Enter")
            page.wait_for_url(re.compile("^http://[^/]+/account/"))
        return self.pages[name]

    def go(self, name: str, path: str) -> Page:
        page = self.page(name)
        page.goto(self.address + path)
        page.wait_for_load_state("networkidle")
        return page

    def press(self, page: Page, selector: str) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")

    def shot(self, page: Page, name: str, at: str = "") -> None:
        """What the window shows, scrolled to `at`, in few colours."""
        if at:
            page.locator(at).first.evaluate(
                "e => scrollTo({ top: e.getBoundingClientRect().top + scrollY - 90, behavior: 'instant' })"
            )
            page.wait_for_timeout(200)
        picture = Image.open(BytesIO(page.screenshot()))
        small = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
        small.save(self.folder / f"{self.language}-{name}.png", optimize=True)

    @property
    def filing(self) -> str:
        return f"/filings/{self.period}/demo-wanzhou/"

    def walk(self) -> None:
        self.call()
        self.fill_in()
        self.send_in("5-explained")
        self.send_back()
        self.send_in()
        self.accept()
        self.see()

    def call(self) -> None:
        page = self.go("municipal", "/calls/new/")
        page.fill("#id_title", TITLES[self.language])
        page.fill("#id_period", self.period)
        page.fill("#id_deadline", (date.today() + timedelta(days=10)).isoformat())
        for value in ("demo-wanzhou", "training.person_time"):
            page.check(f"input[value='{value}']")
        self.shot(page, "1-call", "#id_title")
        self.press(page, "main .form-actions .btn-primary")

    def fill_in(self) -> None:
        page = self.go("clerk", self.filing)
        self.shot(page, "2-filing")
        with page.expect_download() as download:
            page.click(".filing-links a[href*='call=']")
        template = Path(download.value.path()).read_bytes()
        self.upload(filled(template, 受援地="万洲区", 培训人次="一百二十多"))
        self.shot(page, "3-faults", "table.problems")
        self.upload(filled(template, 培训人次="一百二十多"))
        self.shot(page, "4-mended", "button[name=into]")
        self.press(page, f"button[name=into][value='{self.period}']")

    def upload(self, content: bytes) -> None:
        page = self.go("clerk", "/import/")
        name = f"{self.period}.xlsx"
        page.set_input_files("#file", {"name": name, "mimeType": XLSX, "buffer": content})
        page.click("main form button")
        page.wait_for_url(re.compile("/import/[0-9a-f-]{36}/"))
        page.wait_for_load_state("networkidle")

    def send_in(self, name: str = "") -> None:
        page = self.go("reviewer", self.filing)
        doubts = page.locator("input[name^='doubt:']")
        for number in range(doubts.count()):
            if not doubts.nth(number).input_value():
                about = "一百二十多" in doubts.nth(number).locator("xpath=..").inner_text()
                doubts.nth(number).fill(WORDS[self.language][0 if about else 1])
        if name:
            self.shot(page, name, "input[name^='doubt:']")
        self.press(page, "button[name=do][value=file]")

    def send_back(self) -> None:
        page = self.go("municipal", self.filing)
        words = {"zh": "请按签到册填写准确人次", "en": "Please count the sign-in sheet"}[self.language]
        page.locator(".filed > li input").first.fill(words)
        page.fill("#words", words)
        self.shot(page, "6-return", "#words")
        self.press(page, "button[name=do][value=return]")
        page = self.go("clerk", self.filing)
        self.shot(page, "7-returned", ".remarked")
        self.press(page, ".remarked a.btn")
        page.fill("#field-person_times", "123")
        self.press(page, "main .form-actions .btn-primary")

    def accept(self) -> None:
        page = self.go("municipal", self.filing)
        self.press(page, "button[name=do][value=accept]")
        self.shot(page, "8-accepted")
        self.shot(self.go("municipal", "/closings/"), "9-closed")

    def see(self) -> None:
        path = "/question/?measure=training.person_time&donor=上海市&recipient=万州区"
        self.shot(self.go("donor", f"{path}&from={self.period}&to={self.period}"), "10-donor", "#answer")
        self.shot(self.go("auditor", "/chain/"), "11-chain")


def filled(template: bytes, **wrong: object) -> bytes:
    """The workbook with one class, some of its cells as given."""
    book = load_workbook(BytesIO(template))
    sheet = book[TRAINING]
    columns = {
        str(cell.value).split("（")[0].rstrip("*"): cell.column_letter for cell in sheet[HEADS] if cell.value
    }
    day = last_month() - timedelta(days=10)
    row = HEADS + 1
    while any(sheet[f"{letter}{row}"].value is not None for letter in columns.values()):
        row += 1
    for head, value in (CLASS | {"开始日期": day.isoformat()} | wrong).items():
        sheet[f"{columns[head]}{row}"] = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(which, BROWSERS)), None) or sys.exit("no Chromium was found")
    for language in ("zh", "en"):
        with demo() as (address, password), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            Walk(browser, address, password, language, folder).walk()
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
