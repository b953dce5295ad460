"""`duikou demo`: what it builds and prints, what it keeps, what it refuses before anything is built."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.once  # the demo is an embedded book on either run
PROGRAM = [sys.executable, "-c", "import sys; from duikou.cli import main; sys.argv[0] = 'duikou'; main()"]


def environment() -> dict[str, str]:
    return {**os.environ, "DUIKOU_LANGUAGE": "en"}


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *map(str, words)], env=environment(), capture_output=True, text=True, check=False
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_counts_and_a_second_start_that_keeps_the_book(tmp_path: Path) -> None:
    home = tmp_path / "new" / "book"
    first = run("demo", "--no-serve", "--at", home)
    assert (first.returncode, first.stderr) == (0, "")
    counts = {name: int(n) for n, name in re.findall(r"^ +(\d+)  (.+)$", first.stdout, re.MULTILINE)}
    assert counts["documents"] == 5
    assert counts["articles written for demonstration"] == 2
    assert counts["statements"] == 291
    assert counts["pairings"] >= 20
    assert min(counts["entries"], counts["projects"], counts["subjects"]) > 10
    assert str(home) in first.stdout
    receipt = run("receipt", "--at", home).stdout
    filings = json.loads(run("filings", "--at", home, "--format", "json").stdout)
    assert {one["state"] for one in filings} == {"open", "draft", "filed", "returned"}
    assert all("示例" in one["title"] and "示例" in one["office_name"] for one in filings)

    started = time.monotonic()
    second = run("demo", "--no-serve", "--at", home)
    assert time.monotonic() - started < 30  # < 5 s on a machine that does nothing else
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert run("receipt", "--at", home).stdout == receipt
    assert len(list((home / "documents").iterdir())) == 2


def test_the_question_that_it_suggests_can_be_asked(tmp_path: Path) -> None:
    home = tmp_path / "book"
    printed = run("demo", "--no-serve", "--at", home).stdout
    (suggested,) = re.findall(r"^Try: +duikou (.+)$", printed, re.MULTILINE)
    answer = run(*suggested.split())
    assert answer.returncode == 0
    assert "CNY 992 million" in answer.stdout


def test_a_taken_port_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    home = tmp_path / "book"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = run("demo", "--port", port, "--at", home)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"Error: Port {port} is taken; choose another: --port ")
    assert len(ended.stderr.splitlines()) == 1
    assert not home.exists()


def test_a_folder_of_documents_that_is_not_there_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    home = tmp_path / "book"
    ended = run("demo", "--no-serve", "--at", home, "--documents", tmp_path / "none")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"Error: {tmp_path}/none: there is no such folder.\n"
    assert not home.exists()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    ended = run("demo", "--port", port, "--at", tmp_path / "book")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "book").exists()


def test_it_serves_its_pages_to_this_machine(tmp_path: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [*PROGRAM, "demo", "--port", str(port), "--at", str(tmp_path / "book")],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        page = _page(f"http://127.0.0.1:{port}/", server)
        assert "万州区" in page
    finally:
        server.terminate()
        output, _ = server.communicate(timeout=20)
    assert f"http://127.0.0.1:{port}" in output


def _page(url: str, server: subprocess.Popen[str]) -> str:
    for _ in range(240):
        assert server.poll() is None, "the server has ended"
        try:
            with urllib.request.urlopen(url, timeout=120) as response:
                return str(response.read().decode())
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server does not answer")
